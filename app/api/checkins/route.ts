import { ROUTES } from "@/lib/protocol/routes";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { problemResponse } from "@/lib/server/http/problem-response";
import { answerOf } from "@/lib/server/http/service-answer";
import { exchangeCheckIns } from "@/lib/server/services/check-in/exchange-check-ins";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.exchangeCheckIns, async ({ context, caller, body }) => {
		const wait = context.guard.events.take(caller.deviceId, performance.now(), body.events.length);
		if (wait > 0) return problemResponse("too_many_requests", { retryAfter: wait });
		return answerOf(ROUTES.exchangeCheckIns, await exchangeCheckIns(context, caller, body));
	}),
);
