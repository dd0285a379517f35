import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { decodeDenyFile, encodeDenyFile, readPrefixes, writePrefixes } from "./deny-coding";
import { buildDenyFile } from "./deny-list";

const GREATEST = 2 ** 48 - 1;
const sorted = (numbers: readonly number[]) => Float64Array.from(new Set(numbers)).sort();
const prefixes = fc
	.oneof(
		fc.array(fc.integer({ min: 0, max: GREATEST }), { maxLength: 300 }),
		// Runs of neighbours and great distances: quotients of none and of many.
		fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: GREATEST - 40, max: GREATEST }))),
	)
	.map(sorted);

/** Bits as text, most significant first, padded with zeros to whole bytes. */
function fileOf(count: number, bits: string, magic = 0xd6): Uint8Array {
	const padded = bits.replaceAll(" ", "").padEnd(Math.ceil(bits.replaceAll(" ", "").length / 8) * 8, "0");
	const header = Buffer.from([magic, 0, 0, 0, count]);
	return Buffer.concat([header, Buffer.from((padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))]);
}
const numbersOf = (file: Uint8Array) => {
	const decoded = decodeDenyFile(file);
	return decoded && [...decoded.prefixes];
};
const low = (number: number, width: number) => number.toString(2).padStart(width, "0");

describe("coded deny file (spec §4)", () => {
	it("gives back what was written, and is written one way", () => {
		fc.assert(
			fc.property(prefixes, (set) => {
				const file = encodeDenyFile(set);
				expect(decodeDenyFile(file)).toEqual({ prefixes: set, count: set.length });
			}),
		);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 24 }), fc.integer({ min: 0, max: 3 }), (tail, count) => {
				const file = Uint8Array.of(0xd6, 0, 0, 0, count, ...tail);
				const decoded = decodeDenyFile(file);
				const isPlain = file.length === 8 * count;
				if (decoded?.count === count && !isPlain) expect(encodeDenyFile(decoded.prefixes)).toEqual(file);
			}),
			{ numRuns: 2000 },
		);
	});

	it("takes 2.1 MB for 554,388 passes, of which 4.4 MB were needed", () => {
		const file = buildDenyFile(manyPrefixes(554_388));
		expect(file.length).toBe(2_109_081);
		expect(decodeDenyFile(file)?.count).toBe(554_388);
	});

	it("is as the specification writes it out", () => {
		expect(encodeDenyFile(sorted([]))).toEqual(new Uint8Array(fileOf(0, "")));
		expect(encodeDenyFile(sorted([5]))).toEqual(new Uint8Array(fileOf(1, `1 ${low(5, 47)}`)));
		expect(encodeDenyFile(sorted([2 ** 47]))).toEqual(new Uint8Array(fileOf(1, `01 ${low(0, 47)}`)));
		const three = [1, 2, GREATEST];
		expect(numbersOf(fileOf(3, `1${low(1, 46)} 1${low(0, 46)} 0001${low(2 ** 46 - 4, 46)}`))).toEqual(three);
	});

	it.each([
		["another first byte", fileOf(1, `1${low(5, 47)}`, 0xd7)],
		["a bit set after the last entry", fileOf(1, `01${low(5, 47)}1`)],
		["a byte after the last entry", fileOf(1, `1${low(5, 47)}00000000`)],
		["an entry too few", fileOf(2, `1${low(5, 46)}`)],
		["an entry too many", fileOf(1, `1${low(5, 47)} 1${low(5, 47)}`)],
		["the remainders of another number of entries", fileOf(3, `1${low(5, 47)} 1${low(5, 47)} 1${low(5, 47)}`)],
		["a prefix beyond 48 bits", fileOf(1, `001${low(0, 47)}`)],
		["the last prefix one beyond 48 bits", fileOf(2, `0001${low(2 ** 46 - 1, 46)} 1${low(0, 46)}`)],
		["a code that ends early", fileOf(1, low(0, 48))],
		["nothing but zeros", fileOf(4, low(0, 4096))],
		["a header cut short", Uint8Array.of(0xd6, 0, 0, 0)],
	])("with %s is refused", (_, file) => {
		expect(decodeDenyFile(file)).toBeUndefined();
	});

	it("that claims four thousand million entries is refused before room is made for them", () => {
		const start = process.memoryUsage().arrayBuffers;
		expect(decodeDenyFile(Uint8Array.of(0xd6, 255, 255, 255, 255, ...new Uint8Array(64).fill(255)))).toBeUndefined();
		expect(process.memoryUsage().arrayBuffers - start).toBeLessThan(1_000_000);
	});

	it("with any bit changed says something else or nothing", () => {
		const set = sorted([3, 1_000_000, 2 ** 40, 2 ** 47 + 9, GREATEST]);
		const file = encodeDenyFile(set);
		for (let bit = 0; bit < file.length * 8; bit++) {
			const changed = file.slice();
			changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
			expect(decodeDenyFile(changed)?.prefixes).not.toEqual(set);
		}
	});
});

describe("deny file of the earlier form", () => {
	const [least, greatest] = [new Uint8Array(8), new Uint8Array(8).fill(9)];

	it("is read to its first 48 bits and counted by its entries", () => {
		expect(decodeDenyFile(Uint8Array.of(...least, ...greatest))).toEqual({
			prefixes: Float64Array.of(0, 0x090909090909),
			count: 2,
		});
		const sharing = Uint8Array.of(...least, 0, 0, 0, 0, 0, 0, 0, 1);
		expect(decodeDenyFile(sharing)).toEqual({ prefixes: Float64Array.of(0), count: 2 });
	});

	it("is none when unsorted, when an entry repeats, and when it ends in half of one", () => {
		expect(decodeDenyFile(Uint8Array.of(...greatest, ...least))).toBeUndefined();
		expect(decodeDenyFile(Uint8Array.of(...least, ...least))).toBeUndefined();
		expect(decodeDenyFile(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, ...least))).toBeUndefined();
		expect(decodeDenyFile(new Uint8Array(12))).toBeUndefined();
	});

	it("is of a length that no coded file of as many entries has", () => {
		for (let count = 1; count <= 300; count++) {
			const neighbours = Array.from({ length: count }, (_, i) => i);
			const shortest = encodeDenyFile(sorted(neighbours));
			const longest = encodeDenyFile(sorted([...neighbours.slice(1), GREATEST]));
			const plain = 8 * count;
			if (shortest.length <= plain && plain <= longest.length) expect.fail(String(count));
		}
	});

	it("may begin with the byte that begins the other", () => {
		const file = Uint8Array.of(0xd6, 0, 0, 0, 0, 0, 0, 1);
		expect(decodeDenyFile(file)).toEqual({ prefixes: Float64Array.of(0xd60000000000), count: 1 });
	});
});

it("prefixes of 6 bytes are read only sorted, each once, and whole", () => {
	fc.assert(
		fc.property(prefixes, (set) => {
			expect(readPrefixes(writePrefixes(set))).toEqual(set);
		}),
	);
	const [one, two] = [Uint8Array.of(0, 0, 0, 0, 0, 1), Uint8Array.of(0, 0, 0, 0, 0, 2)];
	expect(readPrefixes(Uint8Array.of(...two, ...one))).toBeUndefined();
	expect(readPrefixes(Uint8Array.of(...one, ...one))).toBeUndefined();
	expect(readPrefixes(new Uint8Array(7))).toBeUndefined();
});
