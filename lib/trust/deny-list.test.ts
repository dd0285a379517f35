import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainDenyFile } from "@/tests/support/deny-versions";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { decodeDenyFile } from "./deny-coding";
import { buildDenyFile, denyIndex, denyPrefix, isDenied } from "./deny-list";

/** The French list at its greatest. */
const SIZE = 554_388;
const own = Array.from({ length: 2000 }, (_, i) => denyPrefix(`URN:UVCI:01:FR:${i}`));

function open(file: Uint8Array) {
	const decoded = decodeDenyFile(file);
	if (!decoded) throw new Error("no deny file");
	return denyIndex(decoded.prefixes);
}

describe("deny file (spec §4)", () => {
	it("of 554,388 entries finds its own and no others", () => {
		const index = open(buildDenyFile(manyPrefixes(SIZE - 2000, own)));
		expect(index.rest.length).toBe(SIZE);
		for (let i = 0; i < 2000; i++) {
			if (!isDenied(index, `URN:UVCI:01:FR:${i}`) || isDenied(index, `URN:UVCI:01:DE:${i}`)) expect.fail(String(i));
		}
	});

	it("of either form agrees with a set", () => {
		const id = fc.string({ maxLength: 2 });
		fc.assert(
			fc.property(fc.array(id), id, (ids, probe) => {
				const denied = new Set(ids).has(probe);
				expect(isDenied(open(buildDenyFile(ids.map(denyPrefix))), probe)).toBe(denied);
				expect(isDenied(open(plainDenyFile(ids)), probe)).toBe(denied);
			}),
		);
	});

	it("finds the least and the greatest prefix, and every one that shares its first 16 bits", () => {
		const ids = Array.from({ length: 70_000 }, (_, i) => `id ${i}`);
		const index = open(buildDenyFile([0, 2 ** 48 - 1, ...ids.map(denyPrefix)]));
		expect(index.starts[0]).toBe(0);
		expect(index.starts[1]).toBeGreaterThan(0);
		expect(index.starts.at(-1)).toBe(70_002);
		expect(ids.filter((id) => !isDenied(index, id))).toEqual([]);
	});

	it("of nothing denies nothing", () => {
		expect(isDenied(open(buildDenyFile([])), "")).toBe(false);
		expect(isDenied(open(new Uint8Array()), "")).toBe(false);
	});
});
