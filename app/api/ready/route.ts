import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { problemResponse } from "@/lib/server/http/problem-response";
import { checkReadiness } from "@/lib/server/services/health/check-readiness";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.checkReadiness, async ({ context }) => {
		const { database, warnings } = await checkReadiness(context);
		if (database === "primary") return { warnings };
		return problemResponse(database === "away" ? "database_unavailable" : "database_read_only", { retryAfter: 5 });
	}),
);
