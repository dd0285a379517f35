import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { findSameDay } from "@/lib/server/services/same-day/find-same-day";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.askSameDay, ({ context, caller, body }) => findSameDay(context, caller, body)),
);
