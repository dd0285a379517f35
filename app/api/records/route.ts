import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { registerBatch } from "@/lib/server/services/record/register-records";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.registerRecords, ({ context, caller, body }) => registerBatch(context, caller, body)),
);
