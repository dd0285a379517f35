import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { exchangeCheckIns } from "@/lib/server/services/check-in/exchange-check-ins";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.exchangeCheckIns, ({ context, caller, body }) => exchangeCheckIns(context, caller, body)),
);
