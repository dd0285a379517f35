import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { registerRecords } from "@/lib/server/services/record/register-records";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.registerRecords, async ({ context, caller, body }) => ({
		answers: await registerRecords(context, caller, body.records),
	})),
);
