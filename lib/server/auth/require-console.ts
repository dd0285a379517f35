import "server-only";
import { type Bytes, base64url } from "@/lib/shared/bytes";
import type { ServerContext } from "../context/server-context";
import { secretHash } from "../crypto/secret-text";
import { numericDate } from "../db/timestamp";
import { readSessionCookie } from "../http/console-cookie";
import { ApiProblem } from "../http/problem-response";
import type { ConsoleCaller } from "./caller";
import { takeLookup } from "./take-lookup";

type CookieFrom = { readonly cookies: string | null; readonly network: string };

/** The operator whose session a `Cookie` header names. Throws `session_required` for no session and for one that ended. */
export async function requireConsole(context: ServerContext, { cookies, network }: CookieFrom): Promise<ConsoleCaller> {
	const { sessions } = context.acquaintances;
	const token = readSessionCookie(context.settings, cookies);
	if (token === undefined) throw new ApiProblem("session_required");
	const tokenHash = secretHash(token);
	const name = base64url(tokenHash);
	const isMet = sessions.get(name) !== undefined;
	const wasKnown = isMet ? undefined : takeLookup(context, "session", network);
	const session = isMet ? await readSession(context, tokenHash) : await context.strangers.session(token);
	if (session === undefined || session.expiresAt <= context.clock()) {
		sessions.forget(name);
		throw new ApiProblem("session_required");
	}
	wasKnown?.();
	sessions.meet(name, true);
	return { kind: "console", operator: session.operator, sessionHash: tokenHash, expiresAt: session.expiresAt };
}

async function readSession({ db }: ServerContext, tokenHash: Bytes) {
	const session = await db.consoleSession.findUnique({ where: { tokenHash } });
	return session === null ? undefined : { operator: session.operator, expiresAt: numericDate(session.expiresAt) };
}
