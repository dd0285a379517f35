import fc from "fast-check";
import { expect, it } from "vitest";
import { createRepeatFilter } from "./repeat-filter";

const filterOf = (options = { seed: 7, quietMs: 1000 }) => {
	const filter = createRepeatFilter(options);
	const offer = (text: string, now: number) => {
		const isNew = filter.isNew(text, now);
		if (isNew) filter.add(text, now);
		return isNew;
	};
	return { ...filter, offer };
};

it("[SC-1] a code held in view is one presentation", () => {
	const filter = filterOf();
	const times = Array.from({ length: 50 }, (_, i) => i * 300);
	expect(times.map((time) => filter.offer("held", time)).filter(Boolean)).toHaveLength(1);
});

it("[SC-1] the same code counts again once it was gone for a moment", () => {
	const filter = filterOf();
	expect(filter.offer("code", 0)).toBe(true);
	expect(filter.offer("code", 999)).toBe(false);
	expect(filter.offer("code", 1999)).toBe(true);
});

it("[SC-1] a code in view never holds back another one", () => {
	const filter = filterOf();
	expect(filter.offer("poster", 0)).toBe(true);
	expect(filter.offer("pass 1", 10)).toBe(true);
	expect(filter.offer("poster", 20)).toBe(false);
	expect(filter.offer("pass 2", 30)).toBe(true);
});

it("texts that differ in one character or in white space are different", () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1, maxLength: 200 }), fc.nat(), fc.integer(), (text, at, seed) => {
			const cut = at % text.length;
			const other = `${text.slice(0, cut)} ${text.slice(cut)}`;
			const filter = filterOf({ seed, quietMs: 1000 });
			expect([filter.offer(text, 0), filter.offer(other, 0), filter.offer(text, 0)]).toEqual([true, true, false]);
		}),
	);
});

it("clearing makes the code in view count again", () => {
	const filter = filterOf();
	filter.offer("code", 0);
	filter.clear();
	expect(filter.offer("code", 1)).toBe(true);
});

it("[SC-1] what was not taken stays new", () => {
	const filter = filterOf();
	expect([0, 10, 20].map((now) => filter.isNew("pass", now))).toEqual([true, true, true]);
	filter.add("pass", 30);
	expect(filter.isNew("pass", 40)).toBe(false);
});

it("[SC-28] what lies still in view stays one presentation, however seldom it is looked at", () => {
	const filter = filterOf();
	filter.add("still", 0);
	for (let now = 900; now < 20_000; now += 900) filter.hold(now);
	expect(filter.isNew("still", 20_000)).toBe(false);
	filter.hold(22_000);
	expect(filter.isNew("still", 22_001)).toBe(true);
});
