import { openSessionRequest } from "@/lib/protocol/console";
import { closeConsoleSession, openConsoleSession } from "@/lib/server/auth/console-session";
import { defineRoutes, route } from "@/lib/server/http/define-route";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "public",
		body: openSessionRequest,
		handle: async ({ context, body }) => {
			const { operator, expiresAt, cookie } = await openConsoleSession(context, body.token);
			return Response.json({ operator, expiresAt }, { headers: { "set-cookie": cookie } });
		},
	}),
	GET: route({
		access: "console",
		handle: async ({ caller }) => ({ operator: caller.operator, expiresAt: caller.expiresAt }),
	}),
	DELETE: route({
		access: "console",
		handle: async ({ context, caller }) => {
			const cookie = await closeConsoleSession(context, caller);
			return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
		},
	}),
});
