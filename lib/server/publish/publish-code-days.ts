/**
 * Check codes by expiry day (spec CC-8): truncated hashes of registered ones, and revoked ones in the form that doors
 * find whatever was changed where they hold no key. Doors compare by themselves and ask nobody. A day is published from
 * its first record until seven days after it.
 */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { decodeJwt } from "jose";
import { CODE_HASH_LENGTH } from "@/lib/checkcode/code-hash";
import { REVOKED_CODE_LENGTH } from "@/lib/checkcode/revoked-codes";
import { base64url } from "@/lib/shared/bytes";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { packEntries } from "@/lib/shared/sorted-entries";
import { CODE_LIST_TYP } from "@/lib/trust/code-list";
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
		db.statusBit.findMany({ where: { codeDay }, select: { codeEntry: true, codeHash: true } }),
	]);
	const path = join(trustFolder(settings.dataDir), TRUST_PATHS.codes(day));
	const earlier = revoked.map(({ codeHash }) => codeHash).filter((hash) => hash !== null);
	const document = await signDocument(keys.status[0], CODE_LIST_TYP, {
		iss: settings.origins[0],
		iat: await nextIat(path, clock),
		day,
		registered: base64url(
			packEntries(
				registered.map(({ codeHash }) => codeHash),
				CODE_HASH_LENGTH,
			),
		),
		revoked: base64url(
			packEntries(
				revoked.flatMap(({ codeEntry }) => codeEntry ?? []),
				REVOKED_CODE_LENGTH,
			),
		),
		...(earlier.length > 0 ? { revokedHashes: base64url(packEntries(earlier, CODE_HASH_LENGTH)) } : {}),
	});
	await publishFile(path, document);
}

/** Nothing is signed further ahead of the portal's clock than this (TL-1). */
const FURTHEST_AHEAD = 5 * MINUTE;
/** So far ahead, publishing takes its second: a day that changes all the time runs no further. */
const HASTY = MINUTE;

/**
 * Doors take only a later list (CC-8): two of one second would leave some of them with the first. A file that lies
 * further ahead was signed under a wrong clock, and no door with a right one has it.
 */
async function nextIat(path: string, clock: () => NumericDate): Promise<NumericDate> {
	const published = await publishedIat(path);
	if (published === undefined || published > clock() + FURTHEST_AHEAD) return clock();
	if (published > clock() + HASTY) await setTimeout(1_000);
	return Math.max(clock(), published + 1);
}

/** Undefined when there is no published file that says so. */
async function publishedIat(path: string): Promise<NumericDate | undefined> {
	const document = await readFile(path, "utf8").catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === "ENOENT") return "";
		throw fault;
	});
	try {
		return decodeJwt(document).iat;
	} catch {
		return undefined; // no JWT: as good as none
	}
}
