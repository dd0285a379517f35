/** [OL-5] An index that papers share is revoked once everybody has another one, and not earlier. */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { readPaper } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";
import type { HolderTruth } from "./holder-truth";
import { type Paper, REGISTERED } from "./known-paper";

/** Papers that the portal knows, and that did not fall by a fault of their own. */
export const COUNTS = new Set<string | undefined>([REGISTERED, "index_reused"]);

/** By the papers' own records: which have another one in their place. */
export function replacedIn(open: ReadonlyMap<string, Paper>): ReadonlySet<string> {
	const corrections = [...open.values()].filter(({ committed }) => committed === REGISTERED);
	return new Set(corrections.flatMap(({ record }) => record.corrects ?? []));
}

/** Which have another one that a clock ahead has dated: the portal takes its record when its time comes. */
export function replacedLater(open: ReadonlyMap<string, Paper>, now: NumericDate): ReadonlySet<string> {
	const coming = [...open.values()].filter(
		({ committed, excused, record }) =>
			committed === undefined && excused === undefined && readPaper(record.attestation).issuedAt > now,
	);
	return new Set(coming.flatMap(({ record }) => record.corrects ?? []));
}

/** The index of these papers is revoked now, because nobody needs one of them any more. */
export function settledInTime(
	{ broken }: Pick<Simulation, "broken">,
	{ open, holders }: { readonly open: ReadonlyMap<string, Paper>; readonly holders: Pick<HolderTruth, "isTakenBack"> },
	keys: readonly string[],
): void {
	const replaced = replacedIn(open);
	const needing = keys.filter((key) => {
		const { committed, record } = open.get(key) ?? {};
		if (record === undefined || !COUNTS.has(committed) || replaced.has(key)) return false;
		return !holders.isTakenBack(record.attestation);
	});
	if (needing.length > 0)
		broken("a shared index is revoked only when everybody has another paper", keys.join(" "), keys);
}
