/**
 * Looking up passes in a deny file (spec §4 `deny`). The prefixes are kept by their first 16 bits: of each only the other
 * 32 are stored, and where those of every first 16 begin. Half a million cost 2.5 MB, and a look-up one hash and three
 * or four comparisons.
 *
 * A genuine pass that is not in the file is taken for one that is with a probability of entries ÷ 2⁴⁸: 2·10⁻⁹ for the
 * French list at its greatest.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, utf8 } from "@/lib/shared/bytes";
import { type DenyPrefixes, encodeDenyFile, prefixAt } from "./deny-coding";

export type DenyIndex = {
	/** The last 32 bits of each prefix, in the order of the prefixes. */
	readonly rest: Uint32Array;
	/** For each value of the first 16 bits, how many prefixes are less; with one more at the end. */
	readonly starts: Uint32Array;
};

const GROUPS = 2 ** 16;

export function denyIndex(prefixes: DenyPrefixes): DenyIndex {
	const rest = new Uint32Array(prefixes.length);
	const starts = new Uint32Array(GROUPS + 1);
	let group = 0;
	for (let i = 0; i < prefixes.length; i++) {
		const prefix = prefixes[i] as number;
		const own = Math.floor(prefix / 2 ** 32);
		while (group < own) starts[++group] = i;
		rest[i] = prefix - own * 2 ** 32;
	}
	starts.fill(prefixes.length, group + 1);
	return { rest, starts };
}

export function isDenied({ rest, starts }: DenyIndex, passId: string): boolean {
	const prefix = denyPrefix(passId);
	const group = Math.floor(prefix / 2 ** 32);
	const wanted = prefix - group * 2 ** 32;
	let first = starts[group] as number;
	let end = starts[group + 1] as number;
	while (first < end) {
		const middle = (first + end) >>> 1;
		const found = rest[middle] as number;
		if (found === wanted) return true;
		if (found < wanted) first = middle + 1;
		else end = middle;
	}
	return false;
}

/** The prefix of a pass id. */
export function denyPrefix(passId: string): number {
	const { buffer, byteOffset, length } = sha256(utf8(passId));
	return prefixAt(new DataView(buffer, byteOffset, length), 0);
}

/** The deny file of any number of prefixes in any order; each is written once. */
export function buildDenyFile(prefixes: readonly number[]): Bytes {
	const sorted = Float64Array.from(prefixes).sort();
	return encodeDenyFile(sorted.filter((prefix, i) => i === 0 || prefix !== sorted[i - 1]));
}
