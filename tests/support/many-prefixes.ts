/** Prefixes spread as SHA-256 spreads them, without hashing: splitmix64 from `seed`, followed by `others`. */
export function manyPrefixes(count: number, others: readonly Uint8Array[] = [], seed = 1n): Uint8Array[] {
	const bytes = new Uint8Array(count * 8);
	const view = new DataView(bytes.buffer);
	let state = seed;
	for (let i = 0; i < count; i++) {
		state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
		let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
		mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
		view.setBigUint64(i * 8, mixed ^ (mixed >> 31n));
	}
	const prefixes = Array.from({ length: count }, (_, i) => bytes.subarray(i * 8, i * 8 + 8));
	return [...prefixes, ...others];
}
