/**
 * From one version of the deny file to a later one without fetching it whole: what left and what came. A delta is not
 * signed and need not be: it says which file it starts from and which it makes, both by SHA-256, and the later digest
 * must be the one in the signed trust list (`deny.sha256`). Whatever does not fit is refused; the whole file is then
 * fetched.
 *
 * Bytes: `RDD2` · SHA-256 of the earlier file (32) · SHA-256 of the later (32) · removed (uint32, big-endian) ·
 * added (uint32) · the removed prefixes · the added prefixes, 6 bytes each, sorted. The earlier file may be of either
 * form (./deny-coding), the later one is of the coded form.
 */
import { type Bytes, concat, equalBytes, utf8 } from "@/lib/shared/bytes";
import {
	type DenyPrefixes,
	decodeDenyFile,
	encodeDenyFile,
	PREFIX_LENGTH,
	readPrefixes,
	writePrefixes,
} from "./deny-coding";

const MAGIC = utf8("RDD2");
const DIGEST_LENGTH = 32;
const HEADER_LENGTH = MAGIC.length + 2 * DIGEST_LENGTH + 8;

/** A deny file with its digest, which the caller has computed or, for the later one, knows from the trust list. */
export type DenyVersion = { readonly file: Bytes; readonly sha256: Bytes };

export type DenyDeltaProblem =
	| "delta_malformed"
	/** It starts from another file than the one at hand. */
	| "delta_other_base"
	/** It removes what is not there or adds what is, or makes another file than it says. */
	| "delta_inconsistent";

/** Undefined when one of the two is no deny file. */
export function encodeDenyDelta(earlier: DenyVersion, later: DenyVersion): Bytes | undefined {
	const [before, after] = [decodeDenyFile(earlier.file)?.prefixes, decodeDenyFile(later.file)?.prefixes];
	if (!before || !after) return undefined;
	const [removed, added] = [without(before, after), without(after, before)];
	const counts = new Uint8Array(8);
	new DataView(counts.buffer).setUint32(0, removed.length);
	new DataView(counts.buffer).setUint32(4, added.length);
	return concat(MAGIC, earlier.sha256, later.sha256, counts, writePrefixes(removed), writePrefixes(added));
}

/** The later file. `digest` is SHA-256; `expected`, the digest in the trust list, is what the result must have. */
export async function applyDenyDelta(
	delta: Bytes,
	earlier: DenyVersion,
	{ expected, digest }: { readonly expected: Bytes; readonly digest: (data: Bytes) => Promise<Bytes> },
): Promise<{ readonly file: Bytes } | { readonly problem: DenyDeltaProblem }> {
	const parts = parseDelta(delta);
	if (!parts) return { problem: "delta_malformed" };
	if (!equalBytes(parts.from, earlier.sha256)) return { problem: "delta_other_base" };
	if (!equalBytes(parts.to, expected)) return { problem: "delta_inconsistent" };
	const before = decodeDenyFile(earlier.file)?.prefixes;
	const after = before && merge(before, parts.removed, parts.added);
	const file = after && encodeDenyFile(after);
	return file && equalBytes(await digest(file), expected) ? { file } : { problem: "delta_inconsistent" };
}

/** SHA-256 of the file that a delta says it makes, for whoever follows several. */
export function denyDeltaTarget(delta: Bytes): Bytes | undefined {
	return parseDelta(delta)?.to;
}

function parseDelta(delta: Bytes) {
	if (delta.length < HEADER_LENGTH || !equalBytes(delta.subarray(0, MAGIC.length), MAGIC)) return undefined;
	const view = new DataView(delta.buffer, delta.byteOffset, HEADER_LENGTH);
	const [removedCount, addedCount] = [view.getUint32(HEADER_LENGTH - 8), view.getUint32(HEADER_LENGTH - 4)];
	if (delta.length !== HEADER_LENGTH + (removedCount + addedCount) * PREFIX_LENGTH) return undefined;
	const middle = HEADER_LENGTH + removedCount * PREFIX_LENGTH;
	const [removed, added] = [readPrefixes(delta.subarray(HEADER_LENGTH, middle)), readPrefixes(delta.subarray(middle))];
	if (!removed || !added) return undefined;
	const from = delta.subarray(MAGIC.length, MAGIC.length + DIGEST_LENGTH);
	const to = delta.subarray(MAGIC.length + DIGEST_LENGTH, MAGIC.length + 2 * DIGEST_LENGTH);
	return { from, to, removed, added };
}

/** The prefixes of `all` that are not in `others`. */
function without(all: DenyPrefixes, others: DenyPrefixes): DenyPrefixes {
	let at = 0;
	return all.filter((prefix) => {
		while ((others[at] ?? Infinity) < prefix) at++;
		return others[at] !== prefix;
	});
}

/** Undefined when a prefix to remove is missing or one to add is there. */
function merge(before: DenyPrefixes, removed: DenyPrefixes, added: DenyPrefixes): DenyPrefixes | undefined {
	if (without(removed, before).length > 0 || without(added, before).length < added.length) return undefined;
	const kept = without(before, removed);
	const merged = new Float64Array(kept.length + added.length);
	let [atKept, atAdded] = [0, 0];
	for (let end = 0; end < merged.length; end++) {
		const isKept = (kept[atKept] ?? Infinity) < (added[atAdded] ?? Infinity);
		merged[end] = (isKept ? kept[atKept++] : added[atAdded++]) as number;
	}
	return merged;
}
