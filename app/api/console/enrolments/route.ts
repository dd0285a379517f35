import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.createEnrolmentCode, async ({ context, caller, body }) =>
		answerOf(ROUTES.createEnrolmentCode, await createEnrolmentCode(context, body, { by: actorOf(caller) })),
	),
);
