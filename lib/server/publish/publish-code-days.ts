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
import type { CodeDays } from "./code-days";
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
	// Day by day: each is a look at an index, however many records there are.
	const rows = await db.$queryRaw<readonly { readonly day: string }[]>`
		SELECT day::date::text AS day FROM generate_series(${since}::date, ${until}::date, interval '1 day') AS day
		WHERE EXISTS (SELECT FROM records WHERE code_day = day::date)
			OR EXISTS (SELECT FROM status_bits WHERE code_day = day::date)
			OR EXISTS (SELECT FROM shared_papers WHERE code_day = day::date AND revoked_at IS NOT NULL) ORDER BY day`;
	return rows.map(({ day }) => day);
}

/** False where it has to wait (publish-dated-file.ts). */
export async function publishCodeDay(context: ServerContext, day: string, days: CodeDays): Promise<boolean> {
	const codeDay = new Date(`${day}T00:00:00Z`);
	return publishDatedFile(context, {
		path: TRUST_PATHS.codes(day),
		typ: CODE_LIST_TYP,
		claims: async (tx) => {
			const revoked = await tx.statusBit.findMany({ where: { codeDay }, select: { codeEntry: true, codeHash: true } });
			const shared = await tx.sharedPaper.findMany({
				where: { codeDay, revokedAt: { not: null } },
				select: { codeEntry: true },
			});
			const registered = await days.registered(tx, day, revoked.length + shared.length);
			const earlier = revoked.flatMap(({ codeHash }) => codeHash ?? []);
			const pack = (entries: readonly Uint8Array[], length: number) => base64url(packEntries(entries, length));
			return {
				day,
				registered: base64url(registered),
				revoked: pack(
					[...revoked, ...shared].flatMap(({ codeEntry }) => codeEntry ?? []),
					REVOKED_CODE_LENGTH,
				),
				...(earlier.length > 0 ? { revokedHashes: pack(earlier, CODE_HASH_LENGTH) } : {}),
			};
		},
	});
}
