import { enrolmentClaim } from "@/lib/protocol/device-kit";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { claimEnrolment } from "@/lib/server/services/enrolment/claim-enrolment";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:unenrolled",
		body: enrolmentClaim,
		handle: async ({ context, caller, body }) => answerOf(await claimEnrolment(context, caller, body)),
	}),
});
