/** RFC 1950 §8.2. Sums of 5552 bytes cannot overflow 32 bits (§9, as zlib does it). */
export function adler32(bytes: Uint8Array): number {
	let [a, b] = [1, 0];
	for (let start = 0; start < bytes.length; start += 5552) {
		const end = Math.min(start + 5552, bytes.length);
		for (let i = start; i < end; i++) {
			a += bytes[i] as number;
			b += a;
		}
		a %= 65_521;
		b %= 65_521;
	}
	return ((b << 16) | a) >>> 0;
}
