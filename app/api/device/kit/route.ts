import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { renewKit } from "@/lib/server/services/device/renew-kit";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.renewKit, async ({ context, caller, body }) =>
		answerOf(ROUTES.renewKit, await renewKit(context, caller, body)),
	),
);
