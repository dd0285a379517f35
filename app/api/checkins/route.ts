import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { storeCheckIns } from "@/lib/server/services/check-in/store-check-ins";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.storeCheckIns, async ({ context, caller, body }) => ({
		stored: await storeCheckIns(context, caller, body.events),
	})),
);
