import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { claimEnrolment } from "@/lib/server/services/enrolment/claim-enrolment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.claimEnrolment, async ({ context, caller, body }) => {
		const claimed = await claimEnrolment(context, caller, body);
		if (claimed.ok) caller.isKnown();
		return answerOf(ROUTES.claimEnrolment, claimed);
	}),
);
