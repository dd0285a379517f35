import { enrolmentInput } from "@/lib/protocol/console";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "console",
		body: enrolmentInput,
		handle: async ({ context, body }) => answerOf(await createEnrolmentCode(context, body), 201),
	}),
});
