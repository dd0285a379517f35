import "server-only";
import type { ServerContext } from "../context/server-context";
import { secretHash } from "../crypto/secret-text";
import { numericDate } from "../db/timestamp";
import { readSessionCookie } from "../http/console-cookie";
import { ApiProblem } from "../http/problem-response";
import type { ConsoleCaller } from "./caller";

/** The operator whose session a `Cookie` header names. Throws `session_required` for no session and for one that ended. */
export async function requireConsole(context: ServerContext, cookies: string | null): Promise<ConsoleCaller> {
	const token = readSessionCookie(context.settings, cookies);
	if (token === undefined) throw new ApiProblem("session_required");
	const tokenHash = secretHash(token);
	const session = await context.db.consoleSession.findUnique({ where: { tokenHash } });
	if (session === null || numericDate(session.expiresAt) <= context.clock()) throw new ApiProblem("session_required");
	return {
		kind: "console",
		operator: session.operator,
		sessionHash: tokenHash,
		expiresAt: numericDate(session.expiresAt),
	};
}
