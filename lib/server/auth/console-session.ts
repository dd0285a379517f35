/**
 * The console's session: a one-time link is exchanged for a cookie that scripts cannot read and other sites cannot send.
 * Only hashes are stored. `SameSite=Strict`, the JSON content type and the Origin check (http/define-route.ts) together
 * keep other sites from acting through an open session.
 */
import "server-only";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { randomToken, secretHash } from "../crypto/secret-text";
import { ApiProblem } from "../http/problem-response";
import type { ConsoleCaller } from "./caller";

export const CONSOLE_LINK_LIFETIME = DAY;
const SESSION_LIFETIME = 8 * HOUR;

/** `__Host-` binds the cookie to this very host over TLS; plain http (one's own machine) cannot carry that name. */
function cookieName(context: ServerContext): string {
	return isSecure(context) ? "__Host-relais-console" : "relais-console";
}

function isSecure({ settings }: ServerContext): boolean {
	return settings.origins[0].startsWith("https:");
}

export type OpenedSession = { readonly operator: string; readonly expiresAt: number; readonly cookie: string };

/** Uses up the link. Throws `link_invalid` for a link that is unknown, used or expired: these look alike. */
export async function openConsoleSession(context: ServerContext, linkToken: string): Promise<OpenedSession> {
	const now = new Date(context.clock() * 1_000);
	const tokenHash = secretHash(linkToken);
	const token = randomToken();
	const expiresAt = context.clock() + SESSION_LIFETIME;
	const operator = await context.db.$transaction(async (tx) => {
		const { count } = await tx.consoleLink.updateMany({
			where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
			data: { usedAt: now },
		});
		if (count === 0) throw new ApiProblem("link_invalid");
		const link = await tx.consoleLink.findUniqueOrThrow({ where: { tokenHash } });
		await tx.consoleSession.create({
			data: { tokenHash: secretHash(token), operator: link.operator, expiresAt: new Date(expiresAt * 1_000) },
		});
		return link.operator;
	});
	return { operator, expiresAt, cookie: sessionCookie(context, token, SESSION_LIFETIME) };
}

/** Ends the session on the server; the answer is the cookie's deletion. */
export async function closeConsoleSession(context: ServerContext, caller: ConsoleCaller): Promise<string> {
	await context.db.consoleSession.deleteMany({ where: { tokenHash: Uint8Array.from(caller.sessionHash) } });
	return sessionCookie(context, "", 0);
}

export async function requireConsole(context: ServerContext, cookies: string | null): Promise<ConsoleCaller> {
	const token = readCookie(cookies, cookieName(context));
	if (token === undefined) throw new ApiProblem("session_required");
	const tokenHash = secretHash(token);
	const session = await context.db.consoleSession.findUnique({ where: { tokenHash } });
	if (session === null || session.expiresAt.getTime() <= context.clock() * 1_000) {
		throw new ApiProblem("session_required");
	}
	return {
		kind: "console",
		operator: session.operator,
		sessionHash: tokenHash,
		expiresAt: Math.floor(session.expiresAt.getTime() / 1_000),
	};
}

function sessionCookie(context: ServerContext, value: string, maxAge: number): string {
	const secure = isSecure(context) ? "; Secure" : "";
	return `${cookieName(context)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${secure}`;
}

function readCookie(header: string | null, name: string): string | undefined {
	for (const pair of (header ?? "").split(";")) {
		const [key, value] = pair.trim().split("=", 2);
		if (key === name && value !== undefined && /^[A-Za-z0-9_-]{22}$/.test(value)) return value;
	}
	return undefined;
}
