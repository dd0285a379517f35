import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.createEnrolmentCode, async ({ context, body }) =>
		answerOf(ROUTES.createEnrolmentCode, await createEnrolmentCode(context, body)),
	),
);
