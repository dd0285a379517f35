/**
 * From one version of the deny file to a later one without fetching it whole: what left and what came. A delta is not
 * signed and need not be: it says which file it starts from and which it makes, both by SHA-256, and the later digest
 * must be the one in the signed trust list (`deny.sha256`). Whatever does not fit is refused; the whole file is then
 * fetched.
 *
 * Bytes: `RDD1` · SHA-256 of the earlier file (32) · SHA-256 of the later (32) · removed (uint32, big-endian) ·
 * added (uint32) · the removed entries · the added entries, each sorted as in the file.
 */
import { type Bytes, concat, equalBytes, utf8 } from "@/lib/shared/bytes";
import { comparePrefixes, isDenyFile, PREFIX_LENGTH } from "./deny-list";

const MAGIC = utf8("RDD1");
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

export function encodeDenyDelta(earlier: DenyVersion, later: DenyVersion): Bytes {
	const [removed, added] = differences(earlier.file, later.file);
	const counts = new Uint8Array(8);
	new DataView(counts.buffer).setUint32(0, removed.length / PREFIX_LENGTH);
	new DataView(counts.buffer).setUint32(4, added.length / PREFIX_LENGTH);
	return concat(MAGIC, earlier.sha256, later.sha256, counts, removed, added);
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
	const file = merge(earlier.file, parts.removed, parts.added);
	return file && equalBytes(await digest(file), expected) ? { file } : { problem: "delta_inconsistent" };
}

/** SHA-256 of the file that a delta says it makes, for whoever follows several. */
export function denyDeltaTarget(delta: Bytes): Bytes | undefined {
	return parseDelta(delta)?.to;
}

function parseDelta(delta: Bytes) {
	if (delta.length < HEADER_LENGTH || !equalBytes(delta.subarray(0, MAGIC.length), MAGIC)) return undefined;
	const view = new DataView(delta.buffer, delta.byteOffset, HEADER_LENGTH);
	const [removed, added] = [view.getUint32(HEADER_LENGTH - 8), view.getUint32(HEADER_LENGTH - 4)];
	if (delta.length !== HEADER_LENGTH + (removed + added) * PREFIX_LENGTH) return undefined;
	const middle = HEADER_LENGTH + removed * PREFIX_LENGTH;
	const parts = {
		from: delta.subarray(MAGIC.length, MAGIC.length + DIGEST_LENGTH),
		to: delta.subarray(MAGIC.length + DIGEST_LENGTH, MAGIC.length + 2 * DIGEST_LENGTH),
		removed: delta.subarray(HEADER_LENGTH, middle),
		added: delta.subarray(middle),
	};
	return isDenyFile(parts.removed) && isDenyFile(parts.added) ? parts : undefined;
}

/** What only `earlier` holds and what only `later` holds, both sorted. */
function differences(earlier: Bytes, later: Bytes): readonly [removed: Bytes, added: Bytes] {
	const [removed, added] = [new Uint8Array(earlier.length), new Uint8Array(later.length)];
	let [atEarlier, atLater, endRemoved, endAdded] = [0, 0, 0, 0];
	while (atEarlier < earlier.length || atLater < later.length) {
		const order = compareAt(earlier, atEarlier, later, atLater);
		if (order < 0) {
			removed.set(earlier.subarray(atEarlier, atEarlier + PREFIX_LENGTH), endRemoved);
			endRemoved += PREFIX_LENGTH;
		} else if (order > 0) {
			added.set(later.subarray(atLater, atLater + PREFIX_LENGTH), endAdded);
			endAdded += PREFIX_LENGTH;
		}
		if (order <= 0) atEarlier += PREFIX_LENGTH;
		if (order >= 0) atLater += PREFIX_LENGTH;
	}
	return [removed.subarray(0, endRemoved), added.subarray(0, endAdded)];
}

/** Undefined when an entry to remove is missing or one to add is there. */
function merge(file: Bytes, removed: Bytes, added: Bytes): Bytes | undefined {
	const length = file.length - removed.length + added.length;
	if (length < 0) return undefined;
	const merged = new Uint8Array(length);
	let [at, atRemoved, atAdded, end] = [0, 0, 0, 0];
	while (at < file.length || atAdded < added.length) {
		const order = compareAt(file, at, added, atAdded);
		if (order === 0) return undefined;
		if (order < 0 && atRemoved < removed.length && comparePrefixes(file, at, removed, atRemoved) === 0) {
			at += PREFIX_LENGTH;
			atRemoved += PREFIX_LENGTH;
			continue;
		}
		if (end === length) return undefined;
		const [source, from] = order < 0 ? [file, at] : [added, atAdded];
		merged.set(source.subarray(from, from + PREFIX_LENGTH), end);
		end += PREFIX_LENGTH;
		if (order < 0) at += PREFIX_LENGTH;
		else atAdded += PREFIX_LENGTH;
	}
	return atRemoved === removed.length && end === length ? merged : undefined;
}

/** An exhausted file compares as greater than anything. */
function compareAt(a: Bytes, atA: number, b: Bytes, atB: number): number {
	if (atA >= a.length) return 1;
	return atB >= b.length ? -1 : comparePrefixes(a, atA, b, atB);
}
