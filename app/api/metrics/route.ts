import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.readMetrics, async ({ context }) => {
		const { text, contentType } = await context.metrics.read();
		return new Response(text, { headers: { "content-type": contentType } });
	}),
);
