/**
 * Check codes by expiry day (spec CC-8): truncated hashes of registered and of revoked ones, so that doors compare by
 * themselves and ask nobody. A day is published from its first record until seven days after it.
 */
import "server-only";
import { join } from "node:path";
import { CODE_HASH_LENGTH, sortCodeHashes } from "@/lib/checkcode/code-hash";
import { base64url } from "@/lib/shared/bytes";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { publishFile } from "./publish-file";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** Doors keep what they accepted for seven days (CC-8), and read no code that lies further ahead than 64 (CC-7). */
const KEPT = 7 * DAY;
const READ_AHEAD = 65 * DAY;

/** Whether a door may ask for this day, `YYYY-MM-DD`. */
export function isOpenDay(day: string, now: NumericDate): boolean {
	return day >= utcDay(now - KEPT) && day <= utcDay(now + READ_AHEAD);
}

/** Days that have codes and may still be asked for. */
export async function openCodeDays({ db, clock }: ServerContext): Promise<readonly string[]> {
	const since = utcDay(clock() - KEPT);
	const until = utcDay(clock() + READ_AHEAD);
	const rows = await db.$queryRaw<readonly { readonly day: string }[]>`
		SELECT DISTINCT code_day::text AS day FROM records WHERE code_day BETWEEN ${since}::date AND ${until}::date
		UNION SELECT DISTINCT code_day::text FROM status_bits
		WHERE code_day BETWEEN ${since}::date AND ${until}::date ORDER BY day`;
	return rows.map(({ day }) => day);
}

export async function publishCodeDay(context: ServerContext, day: string): Promise<void> {
	const { db, keys, settings, clock } = context;
	const codeDay = new Date(`${day}T00:00:00Z`);
	const [registered, revoked] = await Promise.all([
		db.record.findMany({ where: { codeDay, state: "registered" }, select: { codeHash: true } }),
		db.statusBit.findMany({ where: { codeDay }, select: { codeHash: true } }),
	]);
	const document = await signDocument(keys.status[0], "code-list+jwt", {
		iss: settings.origins[0],
		iat: clock(),
		day,
		registered: packHashes(registered),
		revoked: packHashes(revoked),
	});
	await publishFile(join(trustFolder(settings.dataDir), TRUST_PATHS.codes(day)), document);
}

function packHashes(rows: readonly { readonly codeHash: Uint8Array | null }[]): string {
	const hashes = rows.flatMap(({ codeHash }) => (codeHash?.length === CODE_HASH_LENGTH ? [codeHash] : []));
	return base64url(sortCodeHashes(hashes));
}
