import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { storeCodeReport } from "@/lib/server/services/code-report/store-code-report";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.storeCodeReport, async ({ context, caller, body }) =>
		answerOf(ROUTES.storeCodeReport, await storeCodeReport(context, caller, body)),
	),
);
