import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf, refusalResponse } from "@/lib/server/http/service-answer";
import { claimEnrolment } from "@/lib/server/services/enrolment/claim-enrolment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.claimEnrolment, async ({ context, caller, body }) => {
		if (!(await context.strangers.enrolment(body.code))) return refusalResponse({ code: "enrolment_code_unknown" });
		// Whoever brings a code of ours guesses nothing, whatever becomes of it: a browser that is refused tries again.
		caller.isKnown();
		await caller.spend();
		return answerOf(ROUTES.claimEnrolment, await claimEnrolment(context, caller, body));
	}),
);
