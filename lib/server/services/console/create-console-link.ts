import "server-only";
import { DAY } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { randomToken, secretHash } from "../../crypto/secret-text";
import { timestamp } from "../../db/timestamp";

const CONSOLE_LINK_LIFETIME = DAY;

/** A link that opens one console session, once, within a day. `operator`: whom the session is named after. */
export async function createConsoleLink({ db, clock, settings }: ServerContext, operator: string): Promise<string> {
	const token = randomToken();
	await db.consoleLink.create({
		data: {
			tokenHash: secretHash(token),
			operator,
			createdAt: timestamp(clock()),
			expiresAt: timestamp(clock() + CONSOLE_LINK_LIFETIME),
		},
	});
	return `${settings.origins[0]}/console#${token}`;
}
