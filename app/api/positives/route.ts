import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { refusalResponse } from "@/lib/server/http/service-answer";
import { registerPositives } from "@/lib/server/services/positive/register-positives";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.registerPositives, async ({ context, caller, body }) => {
		const registered = await registerPositives(context, caller, body.results);
		return registered.ok ? { answers: registered.value } : refusalResponse(registered.error);
	}),
);
