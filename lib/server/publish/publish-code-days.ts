/**
 * Check codes by expiry day (spec CC-8): truncated hashes of registered ones, and revoked ones in the form that doors
 * find whatever was changed where they hold no key. Doors compare by themselves and ask nobody. A day is published from
 * its first record until seven days after it.
 */
import "server-only";
import { CODE_HASH_LENGTH } from "@/lib/checkcode/code-hash";
import { REVOKED_CODE_LENGTH } from "@/lib/checkcode/revoked-codes";
import { base64url } from "@/lib/shared/bytes";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { packEntries } from "@/lib/shared/sorted-entries";
import { CODE_LIST_TYP } from "@/lib/trust/code-list";
import type { ServerContext } from "../context/server-context";
import { publishDatedFile } from "./publish-dated-file";
import { TRUST_PATHS } from "./trust-files";

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
		WHERE code_day BETWEEN ${since}::date AND ${until}::date
		UNION SELECT DISTINCT code_day::text FROM shared_papers
		WHERE revoked_at IS NOT NULL AND code_day BETWEEN ${since}::date AND ${until}::date ORDER BY day`;
	return rows.map(({ day }) => day);
}

export async function publishCodeDay(context: ServerContext, day: string): Promise<void> {
	const codeDay = new Date(`${day}T00:00:00Z`);
	await publishDatedFile(context, {
		path: TRUST_PATHS.codes(day),
		typ: CODE_LIST_TYP,
		claims: async (tx) => {
			const registered = await tx.record.findMany({
				where: { codeDay, state: "registered" },
				select: { codeHash: true },
			});
			const revoked = await tx.statusBit.findMany({ where: { codeDay }, select: { codeEntry: true, codeHash: true } });
			const shared = await tx.sharedPaper.findMany({
				where: { codeDay, revokedAt: { not: null } },
				select: { codeEntry: true },
			});
			const earlier = revoked.flatMap(({ codeHash }) => codeHash ?? []);
			const pack = (entries: readonly Uint8Array[], length: number) => base64url(packEntries(entries, length));
			return {
				day,
				registered: pack(
					registered.map(({ codeHash }) => codeHash),
					CODE_HASH_LENGTH,
				),
				revoked: pack(
					[...revoked, ...shared].flatMap(({ codeEntry }) => codeEntry ?? []),
					REVOKED_CODE_LENGTH,
				),
				...(earlier.length > 0 ? { revokedHashes: pack(earlier, CODE_HASH_LENGTH) } : {}),
			};
		},
	});
}
