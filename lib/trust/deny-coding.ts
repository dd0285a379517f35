/**
 * How a deny file is written (spec §4 `deny`). A denied pass is named by the first 48 bits of the SHA-256 of its id, here
 * a number. The file holds these numbers sorted, each as its distance from the one before, in Golomb-Rice code: distances
 * of hashes are distributed geometrically, for which no code is shorter by more than a seventh of a bit an entry. The
 * French list at its greatest, 554,388 passes, takes 2.1 MB.
 *
 * A set has exactly one file, so that whoever applies the same changes to the same file gets the same bytes and digest.
 * Files of the earlier form, sorted 64-bit prefixes back to back, are read and no longer written.
 */
import type { Bytes } from "@/lib/shared/bytes";

/** 48-bit prefixes, sorted, each once. */
export type DenyPrefixes = Float64Array<ArrayBuffer>;

/** Bytes of one prefix. */
export const PREFIX_LENGTH = 6;
/** One more than the greatest prefix. */
const PREFIX_RANGE = 2 ** 48;
const PREFIX_BITS = 48;

/** First byte of a file in this form; the number of entries follows (uint32), then the code. */
const MAGIC = 0xd6;
const HEADER_LENGTH = 5;

/** Bytes of one entry of the earlier form. */
const PLAIN_LENGTH = 8;

export type DecodedDenyFile = {
	readonly prefixes: DenyPrefixes;
	/** As the trust list counts entries: of the earlier form, two may share their first 48 bits. */
	readonly count: number;
};

export function encodeDenyFile(prefixes: DenyPrefixes): Bytes {
	const width = remainderBits(prefixes.length);
	const file = new Uint8Array(HEADER_LENGTH + Math.ceil(mostBits(prefixes.length, width) / 8));
	file[0] = MAGIC;
	new DataView(file.buffer).setUint32(1, prefixes.length);
	const step = 2 ** width;
	let end = HEADER_LENGTH * 8;
	let previous = -1;
	for (const prefix of prefixes) {
		const distance = prefix - previous - 1;
		const quotient = Math.floor(distance / step);
		end += quotient + 1 + width;
		// The quotient's zeros are there already; the one that ends them and the remainder are written as one number.
		writeBefore(file, end, step + (distance - quotient * step));
		previous = prefix;
	}
	return file.slice(0, Math.ceil(end / 8));
}

/** Undefined for what is of neither form, and for any other spelling of a set than its one file. */
export function decodeDenyFile(file: Uint8Array): DecodedDenyFile | undefined {
	const coded = file[0] === MAGIC ? decodeCoded(file) : undefined;
	return coded ? { prefixes: coded, count: coded.length } : decodePlain(file);
}

/**
 * Bits of a remainder: an integer function of the number of entries, so that it need not be chosen. Within a hundredth
 * of the best for hashes: the mean distance is then once to twice 2 to this power.
 */
function remainderBits(count: number): number {
	return PREFIX_BITS - 1 - (31 - Math.clz32(count));
}

/** All quotients together are less than the range divided by the step. */
function mostBits(count: number, width: number): number {
	return count === 0 ? 0 : count * (width + 1) + 2 ** (PREFIX_BITS - width);
}

/** Writes the bits of `number` so that they stop before bit `end`; they start with a one, and zeros are there already. */
function writeBefore(file: Uint8Array, end: number, number: number): void {
	const free = -end & 7;
	let at = (end - 1) >>> 3;
	const first = 2 ** (8 - free);
	file[at] = (file[at] as number) | ((number % first) << free);
	for (let rest = Math.floor(number / first); rest > 0; rest = Math.floor(rest / 256)) {
		at--;
		file[at] = (file[at] as number) | (rest % 256);
	}
}

function decodeCoded(file: Uint8Array): DenyPrefixes | undefined {
	if (file.length < HEADER_LENGTH) return undefined;
	// Reading a window of bits may look at up to five bytes after the last.
	const padded = new Uint8Array(file.length + 5);
	padded.set(file);
	const view = new DataView(padded.buffer);
	const count = view.getUint32(1);
	const width = remainderBits(count);
	const bits = file.length * 8;
	// Before room is made for as many as the file says it has.
	if (count * (width + 1) > bits - HEADER_LENGTH * 8) return undefined;
	const prefixes = new Float64Array(count);
	const step = 2 ** width;
	/** Windows are of 32 bits: of a remainder of more, the first ones are read by themselves. */
	const wide = Math.max(width - 32, 0);
	const narrow = 32 - (width - wide);
	let at = HEADER_LENGTH * 8;
	let previous = -1;
	for (let i = 0; i < count; i++) {
		let window = windowAt(view, at);
		let distance = 0;
		while (window === 0 && at < bits) {
			distance += 32 * step;
			at += 32;
			window = windowAt(view, at);
		}
		const zeros = Math.clz32(window);
		distance += zeros * step;
		at += zeros + 1;
		if (at + width > bits) return undefined;
		if (wide > 0) distance += (windowAt(view, at) >>> (32 - wide)) * 2 ** 32;
		distance += windowAt(view, at + wide) >>> narrow;
		at += width;
		previous += distance + 1;
		prefixes[i] = previous;
	}
	// Only rising numbers can be written, so that the last is the greatest.
	if (previous >= PREFIX_RANGE || Math.ceil(at / 8) !== file.length) return undefined;
	return windowAt(view, at) === 0 ? prefixes : undefined;
}

/** 32 bits from bit `at` on, not negative. Zeros beyond the end. */
function windowAt(view: DataView, at: number): number {
	const byte = at >>> 3;
	if (byte + 5 > view.byteLength) return 0;
	const shift = at & 7;
	return ((view.getUint32(byte) << shift) | (view.getUint8(byte + 4) >>> (8 - shift))) >>> 0;
}

/** Whole entries, each greater than the one before. */
function decodePlain(file: Uint8Array): DecodedDenyFile | undefined {
	if (file.length % PLAIN_LENGTH !== 0) return undefined;
	const view = new DataView(file.buffer, file.byteOffset, file.length);
	const prefixes = new Float64Array(file.length / PLAIN_LENGTH);
	let end = 0;
	let [prefix, rest] = [-1, -1];
	for (let at = 0; at < file.length; at += PLAIN_LENGTH) {
		const next = prefixAt(view, at);
		const nextRest = view.getUint16(at + PREFIX_LENGTH);
		if (next < prefix || (next === prefix && nextRest <= rest)) return undefined;
		if (next > prefix) prefixes[end++] = next;
		[prefix, rest] = [next, nextRest];
	}
	return { prefixes: prefixes.slice(0, end), count: file.length / PLAIN_LENGTH };
}

/** Prefixes of 6 bytes back to back, as deltas and the database hold them; undefined unless each is greater than the last. */
export function readPrefixes(bytes: Uint8Array): DenyPrefixes | undefined {
	if (bytes.length % PREFIX_LENGTH !== 0) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const prefixes = new Float64Array(bytes.length / PREFIX_LENGTH);
	let previous = -1;
	for (let i = 0; i < prefixes.length; i++) {
		const prefix = prefixAt(view, i * PREFIX_LENGTH);
		if (prefix <= previous) return undefined;
		prefixes[i] = prefix;
		previous = prefix;
	}
	return prefixes;
}

export function writePrefixes(prefixes: DenyPrefixes): Bytes {
	const bytes = new Uint8Array(prefixes.length * PREFIX_LENGTH);
	const view = new DataView(bytes.buffer);
	for (const [i, prefix] of prefixes.entries()) {
		view.setUint16(i * PREFIX_LENGTH, Math.floor(prefix / 2 ** 32));
		view.setUint32(i * PREFIX_LENGTH + 2, prefix % 2 ** 32);
	}
	return bytes;
}

/** The big-endian number of the 6 bytes at `at`. */
export function prefixAt(view: DataView, at: number): number {
	return view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2);
}
