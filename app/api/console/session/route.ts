import { ROUTES } from "@/lib/protocol/routes";
import { endedSessionCookie, sessionCookie } from "@/lib/server/http/console-cookie";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { refusalResponse } from "@/lib/server/http/service-answer";
import { closeConsoleSession } from "@/lib/server/services/console/close-console-session";
import { openConsoleSession, SESSION_LIFETIME } from "@/lib/server/services/console/open-console-session";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes(
	route(ROUTES.openConsoleSession, async ({ context, caller, body }) => {
		const opened = await openConsoleSession(context, body.token, caller.requestId);
		if (!opened.ok) return refusalResponse(opened.error);
		caller.isKnown();
		const { operator, expiresAt, token } = opened.value;
		const cookie = sessionCookie(context.settings, { token, maxAge: SESSION_LIFETIME });
		return Response.json({ operator, expiresAt }, { headers: { "set-cookie": cookie } });
	}),
	route(ROUTES.readConsoleSession, async ({ caller }) => ({ operator: caller.operator, expiresAt: caller.expiresAt })),
	route(ROUTES.closeConsoleSession, async ({ context, caller }) => {
		await closeConsoleSession(context, caller);
		const cookie = endedSessionCookie(context.settings);
		return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
	}),
);
