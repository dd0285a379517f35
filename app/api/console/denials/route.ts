import { ROUTES } from "@/lib/protocol/routes";
import { actorOf } from "@/lib/server/audit/actor";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.deny, async ({ context, caller, body }) => {
		const by = actorOf(caller);
		const denied = "device" in body ? await denyDevice(context, body, by) : await denyPharmacy(context, body, by);
		return answerOf(ROUTES.deny, denied);
	}),
);
