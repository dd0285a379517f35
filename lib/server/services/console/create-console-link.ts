import "server-only";
import { DAY } from "@/lib/shared/numeric-date";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { randomToken, secretHash } from "../../crypto/secret-text";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { linkName } from "./link-name";

const CONSOLE_LINK_LIFETIME = DAY;

/** A link that opens one console session, once, within a day. `operator`: whom the session is named after. */
export async function createConsoleLink(
	{ db, clock, settings }: ServerContext,
	operator: string,
	by: Actor,
): Promise<string> {
	const token = randomToken();
	const tokenHash = secretHash(token);
	await transact(db, async (tx) => {
		await tx.consoleLink.create({
			data: {
				tokenHash,
				operator,
				createdAt: timestamp(clock()),
				expiresAt: timestamp(clock() + CONSOLE_LINK_LIFETIME),
			},
		});
		await noteAct(tx, { action: "console-link.made", by, subject: { link: linkName(tokenHash) } });
	});
	return `${settings.origins[0]}/console#${token}`;
}
