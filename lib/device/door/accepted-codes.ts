import "client-only";
import { hasCodeHash } from "@/lib/checkcode/code-hash";
import { base64url, fromBase64url } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { CodeList } from "@/lib/trust/code-list";
import { database, type RelaisDatabase } from "../store/database";

/**
 * What a door remembers of the check codes that it accepted (spec CC-8): eight bytes of a hash, for seven days. At the
 * end they are compared with the published list of registered codes, here on the device; only those that nobody ever
 * registered are reported. The authority learns of forgeries, not of people.
 */

/** CC-8. */
export const CODE_RETENTION = 7 * DAY;
/**
 * A pharmacy that was cut off registers days later: a code is called unregistered only by a list this much younger than
 * its acceptance, in the last day of its retention.
 */
export const REPORT_AFTER = 6 * DAY;

export async function rememberAcceptedCode(
	code: { readonly hash: Uint8Array; readonly day: string; readonly now: NumericDate },
	db: RelaisDatabase = database(),
): Promise<void> {
	const hash = base64url(code.hash);
	// The first acceptance counts: showing a code again does not lengthen its stay.
	await db.transaction("rw", db.acceptedCodes, async () => {
		if ((await db.acceptedCodes.get(hash)) !== undefined) return;
		await db.acceptedCodes.add({ hash, day: code.day, acceptedAt: code.now });
	});
}

export type Unregistered = { readonly day: string; readonly hashes: readonly string[] };

/** Expiry days of the remembered codes: the days whose lists say more about them. */
export async function rememberedDays(db: RelaisDatabase = database()): Promise<readonly string[]> {
	const days = await db.acceptedCodes.orderBy("day").uniqueKeys();
	return days.map(String);
}

/**
 * Compares the day's remembered codes with its list: registered ones are forgotten at once, those that are due and
 * still unregistered are answered. They stay until `forgetCodes`, so that a lost report is made again.
 */
export async function compareWithList(
	list: CodeList,
	now: NumericDate,
	db: RelaisDatabase = database(),
): Promise<Unregistered> {
	const rows = await db.acceptedCodes.where("day").equals(list.day).toArray();
	const registered = rows.filter((row) => hasCodeHash(list.registered, hashOf(row.hash)));
	await db.acceptedCodes.bulkDelete(registered.map((row) => row.hash));
	const known = new Set(registered.map((row) => row.hash));
	const due = rows.filter(
		(row) => !known.has(row.hash) && now >= row.acceptedAt + REPORT_AFTER && list.iat >= row.acceptedAt + REPORT_AFTER,
	);
	return { day: list.day, hashes: due.map((row) => row.hash) };
}

export async function forgetCodes(hashes: readonly string[], db: RelaisDatabase = database()): Promise<void> {
	await db.acceptedCodes.bulkDelete([...hashes]);
}

/** Seven days are seven days, also for codes that could not be compared. */
export async function forgetOldCodes(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await db.acceptedCodes
		.where("acceptedAt")
		.below(now - CODE_RETENTION)
		.delete();
}

function hashOf(text: string): Uint8Array {
	return fromBase64url(text) ?? new Uint8Array();
}
