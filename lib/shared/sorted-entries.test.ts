import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "./bytes";
import { hasEntry, isPacked, mergeEntries, packEntries } from "./sorted-entries";

const WIDTH = 3;
const entry = fc.uint8Array({ minLength: WIDTH, maxLength: WIDTH, max: 4 });
const entries = fc.array(entry, { maxLength: 60 });

describe("[CC-8] entries in rising order", () => {
	it("hold what was put in and nothing else", () => {
		fc.assert(
			fc.property(entries, entry, (put, asked) => {
				const list = packEntries(put, WIDTH);
				for (const each of put) expect(hasEntry(list, each)).toBe(true);
				expect(hasEntry(list, asked)).toBe(put.some((each) => each.join() === asked.join()));
			}),
		);
	});

	it("of two lists are those of one list of both", () => {
		fc.assert(
			fc.property(entries, entries, (one, other) => {
				const merged = mergeEntries(packEntries(one, WIDTH), packEntries(other, WIDTH), WIDTH);
				expect(merged).toEqual(packEntries([...one, ...other], WIDTH));
			}),
		);
	});

	it("are read strictly: a set has one form", () => {
		fc.assert(
			fc.property(entries, (put) => {
				const list = packEntries(put, WIDTH);
				expect(isPacked(list, WIDTH)).toBe(true);
				expect(packEntries([...put].reverse(), WIDTH)).toEqual(list);
				if (list.length === 0) return;
				expect(isPacked(list.subarray(1), WIDTH)).toBe(false);
				expect(isPacked(concat(list, list.subarray(-WIDTH)), WIDTH)).toBe(false);
				expect(isPacked(concat(Uint8Array.of(9, 9, 9), list), WIDTH)).toBe(false);
			}),
		);
	});
});
