/**
 * What a door remembers of the check codes that it accepted (spec CC-8): three bytes of a hash, for seven days. At the
 * end they are compared with the published list of registered codes, here on the device; only those that are not
 * registered as they were typed are reported. Such a code may be a forgery, or a registered one with a symbol changed
 * that this door does not verify: a report accuses nobody.
 */
import { base64url, fromBase64url } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import { hasEntry } from "@/lib/shared/sorted-entries";
import type { AcceptedCode, AcceptedCodeStore } from "./accepted-code-store";

/** CC-8. */
export const CODE_RETENTION = 7 * DAY;
/**
 * A pharmacy that was cut off registers days later: a code is called unregistered only by a list this much younger than
 * its acceptance, in the last day of its retention.
 */
export const REPORT_AFTER = 6 * DAY;

/** The first acceptance counts: showing a code again does not lengthen its stay. */
export async function rememberAcceptedCode(
	code: { readonly hash: Uint8Array; readonly day: string; readonly now: NumericDate },
	store: AcceptedCodeStore,
): Promise<void> {
	await store.add({ hash: base64url(code.hash), day: code.day, acceptedAt: code.now });
}

/** Seven days are seven days, also for codes that could not be compared. */
export async function forgetOldCodes(now: NumericDate, store: AcceptedCodeStore): Promise<void> {
	await store.forgetAcceptedBefore(now - CODE_RETENTION);
}

/** The part of a day's published list that is compared. */
export type RegisteredCodes = {
	/** UTC day of the codes' expiry. */
	readonly day: string;
	readonly iat: NumericDate;
	/** Sorted `codeHash`es. */
	readonly registered: Uint8Array;
};

/**
 * Compares the day's remembered codes with its list: registered ones are forgotten at once. Answers the hashes that are
 * due and still unregistered; they stay until they are forgotten, so that a lost report is made again.
 */
export async function compareWithList(
	list: RegisteredCodes,
	now: NumericDate,
	store: AcceptedCodeStore,
): Promise<readonly string[]> {
	const codes = await store.ofDay(list.day);
	const isRegistered = ({ hash }: AcceptedCode) => {
		const bytes = fromBase64url(hash);
		return bytes !== undefined && hasEntry(list.registered, bytes);
	};
	const registered = new Set(codes.filter(isRegistered).map(({ hash }) => hash));
	await store.forget(list.day, [...registered]);
	const dueAt = ({ acceptedAt }: AcceptedCode) => acceptedAt + REPORT_AFTER;
	return codes
		.filter((code) => !registered.has(code.hash) && now >= dueAt(code) && list.iat >= dueAt(code))
		.map(({ hash }) => hash);
}

export type ReportPorts<Problem> = {
	readonly store: AcceptedCodeStore;
	/** The published list of a day as far as this device has one that it may trust. */
	readonly list: (day: string) => Promise<RegisteredCodes | undefined>;
	readonly report: (report: { readonly day: string; readonly hashes: string[] }) => Promise<Result<unknown, Problem>>;
	readonly now: NumericDate;
	/** Hashes in one report. */
	readonly limit: number;
};

/** `reported`: at least one report was made and taken. */
export type Reporting<Problem> =
	| { readonly state: "nothing_due" | "reported" }
	| { readonly state: "failed"; readonly error: Problem };

/** Reports what is not registered as it was typed, day by day. Nothing else about a code ever leaves the device. */
export async function reportCodes<Problem>(ports: ReportPorts<Problem>): Promise<Reporting<Problem>> {
	const { store, now, limit } = ports;
	let state: "nothing_due" | "reported" = "nothing_due";
	await forgetOldCodes(now, store);
	for (const day of await store.days()) {
		const list = await ports.list(day);
		if (list === undefined) continue;
		const hashes = await compareWithList(list, now, store);
		for (let i = 0; i < hashes.length; i += limit) {
			const part = hashes.slice(i, i + limit);
			const answered = await ports.report({ day, hashes: part });
			if (!answered.ok) return { state: "failed", error: answered.error };
			state = "reported";
			await store.forget(day, part);
		}
	}
	return { state };
}
