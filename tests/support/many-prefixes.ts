/** 48-bit prefixes spread as SHA-256 spreads them, without hashing: splitmix64 from `seed`, followed by `others`. */
export function manyPrefixes(count: number, others: readonly number[] = [], seed = 1n): number[] {
	const prefixes: number[] = [];
	let state = seed;
	for (let i = 0; i < count; i++) {
		state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
		let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
		mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
		prefixes.push(Number((mixed ^ (mixed >> 31n)) >> 16n));
	}
	return [...prefixes, ...others];
}
