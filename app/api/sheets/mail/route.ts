import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { mailSheet } from "@/lib/server/services/sheet/mail-sheet";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.mailSheet, async ({ context, caller, body }) =>
		answerOf(ROUTES.mailSheet, await mailSheet(context, caller, body)),
	),
);
