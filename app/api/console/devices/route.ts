import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { listQuery } from "@/lib/server/http/list-query";
import { listDevices } from "@/lib/server/services/device/list-devices";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.listDevices, ({ context, query }) => listDevices(context, listQuery(query))),
);
