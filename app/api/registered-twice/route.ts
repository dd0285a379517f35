import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { listRegisteredTwice } from "@/lib/server/services/same-day/list-registered-twice";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.listRegisteredTwice, ({ context, caller, body }) => listRegisteredTwice(context, caller, body)),
);
