import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { buildDenyFile, denyPrefix, isDenied, isDenyFile, PREFIX_LENGTH } from "./deny-list";

/** The French list at its greatest. */
const SIZE = 554_388;
const own = Array.from({ length: 2000 }, (_, i) => denyPrefix(`URN:UVCI:01:FR:${i}`));

describe("deny file (spec §4)", () => {
	it("of 554,388 entries finds its own and no others", () => {
		const file = buildDenyFile(manyPrefixes(SIZE - 2000, own));
		expect(file.length).toBe(SIZE * PREFIX_LENGTH);
		expect(isDenyFile(file)).toBe(true);
		for (let i = 0; i < 2000; i++) {
			if (!isDenied(file, `URN:UVCI:01:FR:${i}`) || isDenied(file, `URN:UVCI:01:DE:${i}`)) expect.fail(String(i));
		}
	});

	it("agrees with a set", () => {
		const id = fc.string({ maxLength: 2 });
		fc.assert(
			fc.property(fc.array(id), id, (ids, probe) => {
				const file = buildDenyFile(ids.map(denyPrefix));
				expect(isDenyFile(file)).toBe(true);
				expect(isDenied(file, probe)).toBe(ids.includes(probe));
			}),
		);
	});

	it("of nothing denies nothing", () => {
		expect(isDenied(buildDenyFile([]), "")).toBe(false);
		expect(isDenyFile(new Uint8Array())).toBe(true);
	});

	it("that is unsorted, repeats an entry or ends in half of one is none", () => {
		const [low, high] = [new Uint8Array(8), new Uint8Array(8).fill(9)];
		expect(isDenyFile(Uint8Array.of(...low, ...high))).toBe(true);
		expect(isDenyFile(Uint8Array.of(...high, ...low))).toBe(false);
		expect(isDenyFile(Uint8Array.of(...low, ...low))).toBe(false);
		expect(isDenyFile(new Uint8Array(12))).toBe(false);
	});
});
