/** Deterministic choices: input `index` of a format under a seed is always the same input. */
export type Random = {
	/** 0 ≤ result < below. */
	readonly int: (below: number) => number;
	readonly chance: (probability: number) => boolean;
	readonly pick: <Item>(items: readonly Item[]) => Item;
	readonly bytes: (length: number) => Uint8Array<ArrayBuffer>;
};

/** sfc32 (Doty-Humphrey), seeded by hashing the three names. */
export function randomFor(seed: number, format: string, index: number): Random {
	const next = sfc32(hash(`${seed}`), hash(format), index >>> 0, 1);
	for (let i = 0; i < 12; i++) next();
	const int = (below: number) => Math.floor((next() / 0x1_0000_0000) * below);
	return {
		int,
		chance: (probability) => next() < probability * 0x1_0000_0000,
		pick: (items) => {
			const item = items[int(items.length)];
			if (item === undefined && items.length === 0) throw new Error("nothing to pick from");
			return item as (typeof items)[number];
		},
		bytes: (length) => Uint8Array.from({ length }, () => int(256)),
	};
}

function sfc32(a: number, b: number, c: number, d: number): () => number {
	let [x, y, z, counter] = [a, b, c, d];
	return () => {
		const sum = (x + y + counter) | 0;
		x = y ^ (y >>> 9);
		y = (z + (z << 3)) | 0;
		z = (((z << 21) | (z >>> 11)) + sum) | 0;
		counter = (counter + 1) | 0;
		return sum >>> 0;
	};
}

/** FNV-1a. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
	return value;
}
