import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { orderPins } from "@/lib/server/services/device/order-pins";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.orderPins, async ({ context, caller, body }) =>
		answerOf(ROUTES.orderPins, await orderPins(context, body, actorOf(caller))),
	),
);
