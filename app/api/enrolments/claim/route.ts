import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { claimEnrolment } from "@/lib/server/services/enrolment/claim-enrolment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.claimEnrolment, async ({ context, caller, body }) => {
		const claimed = await claimEnrolment(context, caller, body);
		// Whoever brings a code of ours guesses nothing, whatever becomes of it: a browser that is refused tries again.
		if (claimed.ok || claimed.error.code !== "enrolment_code_unknown") caller.isKnown();
		return answerOf(ROUTES.claimEnrolment, claimed);
	}),
);
