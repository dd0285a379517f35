import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCbor } from "./cbor-decode";
import { encodeCbor } from "./cbor-encode";
import type { CborValue } from "./cbor-value";

function hex(text: string): Uint8Array {
	return Uint8Array.from(Buffer.from(text, "hex"));
}

function decoded(text: string): CborValue | "ill-formed" {
	const result = decodeCbor(hex(text));
	return result ? result.value : "ill-formed";
}

/** RFC 8949 Appendix A, as far as CWT and COSE reach. */
const APPENDIX_A: readonly [string, CborValue][] = [
	["00", 0],
	["17", 23],
	["1818", 24],
	["1903e8", 1000],
	["1a000f4240", 1_000_000],
	["1b000000e8d4a51000", 1_000_000_000_000],
	["20", -1],
	["3903e7", -1000],
	["f4", false],
	["f5", true],
	["f6", null],
	["f7", undefined],
	["40", hex("")],
	["4401020304", hex("01020304")],
	["60", ""],
	["62225c", '"\\'],
	["63e6b0b4", "水"],
	["64f0908591", "𐅑"],
	["80", []],
	["8301820203820405", [1, [2, 3], [4, 5]]],
	["a201020304", new Map([[1, 2] as const, [3, 4] as const])],
	["c11a514b67b0", { tag: 1, value: 1_363_896_240 }],
	["a26161016162820203", new Map<string, CborValue>([["a", 1] as const, ["b", [2, 3]] as const])],
];

describe("CBOR (RFC 8949)", () => {
	it.each(APPENDIX_A)("Appendix A, both ways: %s", (text, value) => {
		expect(decoded(text)).toEqual(value);
		expect(Buffer.from(encodeCbor(value)).toString("hex")).toBe(text);
	});

	it("Appendix A, only read: floats and indefinite lengths", () => {
		for (const [text, value] of [
			["f90000", 0],
			["f98000", -0],
			["f93c00", 1],
			["f93e00", 1.5],
			["f97bff", 65504],
			["f90001", 2 ** -24],
			["f9c400", -4],
			["fa47c35000", 100_000],
			["fb3ff199999999999a", 1.1],
			["f97c00", Number.POSITIVE_INFINITY],
			["f97e00", Number.NaN],
			["5f42010243030405ff", hex("0102030405")],
			["7f657374726561646d696e67ff", "streaming"],
			["9fff", []],
			["9f018202039f0405ffff", [1, [2, 3], [4, 5]]],
			["bf61610161629f0203ffff", new Map<string, CborValue>([["a", 1] as const, ["b", [2, 3]] as const])],
			["1b0000000000000001", 1],
		] as const) {
			expect(decoded(text)).toEqual(value);
		}
	});

	it("refuses what is not well-formed or not valid", () => {
		for (const text of [
			"",
			"18",
			"1b0020000000000000",
			"3b001fffffffffffff",
			"1c",
			"1f",
			"61",
			"61ff",
			"7f61c3",
			"7f61c361a9ff",
			"7f4100ff",
			"5f5f4100ffff",
			"81",
			"9bffffffffffffffff",
			"9b0000ffffffffffff",
			"bb0000ffffffffffff",
			"5affffffff00",
			"a1",
			"a2010101",
			"a201020103",
			"bf01ff",
			"a1f600",
			"a1400000",
			"a18000",
			"c1",
			"dfff",
			"ff",
			"f0",
			"f8ff",
			"f93c",
			"0000",
			"9f00",
		]) {
			expect([text, decoded(text)]).toEqual([text, "ill-formed"]);
		}
	});

	it("[V-1] nests at most sixteen deep", () => {
		expect(decoded(`${"81".repeat(16)}00`)).not.toBe("ill-formed");
		expect(decoded(`${"81".repeat(17)}00`)).toBe("ill-formed");
		expect(decoded(`${"c1".repeat(60_000)}00`)).toBe("ill-formed");
		expect(decoded(`${"9f".repeat(60_000)}`)).toBe("ill-formed");
		expect(decoded(`${"a100".repeat(17)}00`)).toBe("ill-formed");
	});

	it("[V-1] holds at most 4096 items or chunks", () => {
		expect(decoded(`9f${"00".repeat(4095)}ff`)).not.toBe("ill-formed");
		expect(decoded(`9f${"00".repeat(4096)}ff`)).toBe("ill-formed");
		expect(decoded(`7f${"60".repeat(4096)}ff`)).toBe("ill-formed");
	});

	it("a key named __proto__ is just a key", () => {
		const value = decoded("a1695f5f70726f746f5f5fa16161f5");
		expect(value).toBeInstanceOf(Map);
		expect(Object.hasOwn({}, "a")).toBe(false);
		expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
	});

	it("sorts map keys bytewise, whatever their order of insertion (§4.2.1)", () => {
		const forward = new Map<number | string, CborValue>([
			[10, 0],
			[100, 0],
			[-1, 0],
			["z", 0],
			["aa", 0],
		]);
		const backward = new Map([...forward].reverse());
		expect(Buffer.from(encodeCbor(backward)).toString("hex")).toBe("a50a001864002000617a0062616100");
		expect(encodeCbor(forward)).toEqual(encodeCbor(backward));
	});

	const { value: anyValue } = fc.letrec<{ value: CborValue }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4 },
			fc.constantFrom<CborValue>(null, undefined, true, false),
			fc.maxSafeInteger(),
			fc.string({ unit: "grapheme" }),
			fc.uint8Array({ maxLength: 40 }),
			fc.array(tie("value"), { maxLength: 6 }),
			fc
				.array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie("value")), { maxLength: 6 })
				.map((entries): CborValue => new Map(entries)),
			fc.record({ tag: fc.nat(), value: tie("value") }),
		),
	}));

	it("round trip", () => {
		fc.assert(
			fc.property(anyValue, (value) => {
				const bytes = encodeCbor(value);
				const back = decodeCbor(bytes);
				expect(back).toBeDefined();
				expect(encodeCbor(back?.value)).toEqual(bytes);
			}),
		);
	});

	it("never throws, and reads no other value out of a truncated one", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				decodeCbor(bytes);
			}),
		);
		fc.assert(
			fc.property(anyValue, fc.nat(), (value, cut) => {
				const bytes = encodeCbor(value);
				expect(decodeCbor(bytes.subarray(0, cut % bytes.length))).toBeUndefined();
			}),
		);
	});
});
