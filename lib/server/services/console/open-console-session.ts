import "server-only";
import { base64url } from "@/lib/shared/bytes";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { randomToken, secretHash } from "../../crypto/secret-text";
import { timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import type { Refusal } from "../refusal";
import { linkName } from "./link-name";

export const SESSION_LIFETIME = 8 * HOUR;

/** `token`: 22 characters that prove the session from now on; only its hash is stored. */
type OpenedSession = { readonly operator: string; readonly expiresAt: NumericDate; readonly token: string };
type Opened = Result<OpenedSession, Refusal<"link_invalid">>;

/** Uses up the one-time link. Unknown, used and expired links look alike. */
export async function openConsoleSession(
	context: ServerContext,
	linkToken: string,
	requestId?: string,
): Promise<Opened> {
	if (!(await context.strangers.link(linkToken))) return err({ code: "link_invalid" });
	const now = context.clock();
	const tokenHash = secretHash(linkToken);
	const token = randomToken();
	const sessionHash = secretHash(token);
	const expiresAt = now + SESSION_LIFETIME;
	const opened = await transactUnlessRefused(context.db, async (tx): Promise<Opened> => {
		const { count } = await tx.consoleLink.updateMany({
			where: { tokenHash, usedAt: null, expiresAt: { gt: timestamp(now) } },
			data: { usedAt: timestamp(now) },
		});
		if (count === 0) return err({ code: "link_invalid" });
		const { operator } = await tx.consoleLink.findUniqueOrThrow({ where: { tokenHash } });
		await tx.consoleSession.create({
			data: { tokenHash: sessionHash, operator, expiresAt: timestamp(expiresAt) },
		});
		const by = { kind: "operator", name: operator, requestId } as const;
		await noteAct(tx, { action: "console.opened", by, subject: { link: linkName(tokenHash) } });
		return ok({ operator, expiresAt, token });
	});
	if (opened.ok) context.acquaintances.sessions.meet(base64url(sessionHash), true);
	return opened;
}
