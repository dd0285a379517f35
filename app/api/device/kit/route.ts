import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { renewKit } from "@/lib/server/services/device/renew-kit";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.renewKit, ({ context, caller, body }) => renewKit(context, caller, body)),
);
