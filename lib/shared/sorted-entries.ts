/**
 * Byte strings of one width, at most six, in rising order, end to end: how sets are published that are searched where
 * they lie. A set has exactly one such form. An entry is compared as the integer that its bytes are, the highest first.
 */
import type { Bytes } from "./bytes";

/** `entries` all have `width` bytes; those that come twice are written once. */
export function packEntries(entries: readonly Uint8Array[], width: number): Bytes {
	// A typed array sorts by number, many times as fast as bytes by a function: a day may have half a million codes.
	const values = Float64Array.from(entries, (entry) => valueAt(entry, 0, width)).sort();
	const distinct = values.filter((value, i) => i === 0 || value !== values[i - 1]);
	const list = new Uint8Array(distinct.length * width);
	distinct.forEach((value, i) => {
		let rest = value;
		for (let at = (i + 1) * width - 1; at >= i * width; at--) {
			list[at] = rest % 256;
			rest = Math.floor(rest / 256);
		}
	});
	return list;
}

/** The packed list of what is in either of two packed lists. */
export function mergeEntries(one: Uint8Array, other: Uint8Array, width: number): Bytes {
	const merged = new Uint8Array(one.length + other.length);
	let [length, at, from] = [0, 0, 0];
	while (at < one.length || from < other.length) {
		const left = at < one.length ? valueAt(one, at, width) : Number.POSITIVE_INFINITY;
		const right = from < other.length ? valueAt(other, from, width) : Number.POSITIVE_INFINITY;
		// Byte by byte: a view of each entry costs more than to copy it.
		const [source, start] = left <= right ? [one, at] : [other, from];
		for (let i = 0; i < width; i++) merged[length + i] = source[start + i] as number;
		length += width;
		if (left <= right) at += width;
		if (right <= left) from += width;
	}
	return merged.slice(0, length);
}

/** Whether `list` is what `packEntries` makes: whole entries, each greater than the one before. */
export function isPacked(list: Uint8Array, width: number): boolean {
	if (list.length % width !== 0) return false;
	let before = -1;
	for (let at = 0; at < list.length; at += width) {
		const value = valueAt(list, at, width);
		if (value <= before) return false;
		before = value;
	}
	return true;
}

export function hasEntry(list: Uint8Array, entry: Uint8Array): boolean {
	const at = firstFrom(list, entry);
	return at < list.length && valueAt(list, at, entry.length) === valueAt(entry, 0, entry.length);
}

/** Offset of the first entry that is not below `entry`; the list's length when all are. */
export function firstFrom(list: Uint8Array, entry: Uint8Array): number {
	const width = entry.length;
	const value = valueAt(entry, 0, width);
	let low = 0;
	let high = Math.floor(list.length / width);
	while (low < high) {
		const middle = (low + high) >> 1;
		if (valueAt(list, middle * width, width) < value) low = middle + 1;
		else high = middle;
	}
	return low * width;
}

function valueAt(bytes: Uint8Array, at: number, width: number): number {
	let value = 0;
	for (let i = at; i < at + width; i++) value = value * 256 + (bytes[i] ?? 0);
	return value;
}
