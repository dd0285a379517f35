import { expect, it } from "vitest";
import { createRepeatFilter, QUIET_MS } from "./repeat-filter";
import { ALONE_SIGHTS, createTextChooser } from "./text-chooser";

const PASS = "RP1:ABC";
const OTHER = "HC1:XYZ";
const LINK = "https://relais.example/pass#t";

/** Shows frames and answers what is taken of each. */
function chooserOf(takes: (text: string) => boolean = () => true) {
	let taken: string[] = [];
	const choose = createTextChooser(createRepeatFilter({ seed: 1 }), (text) => {
		if (!takes(text)) return false;
		taken.push(text);
		return true;
	});
	return (texts: readonly string[], now: number): readonly string[] => {
		taken = [];
		choose(texts, now);
		return taken;
	};
}

it("[SC-2] a pass is offered at first sight, once", () => {
	const show = chooserOf();
	expect([0, 1500, 3000, 4500].map((now) => show([PASS], now))).toEqual([[PASS], [], [], []]);
});

it("[SC-9] two passes in view are offered until each was taken", () => {
	let free = true;
	const show = chooserOf(() => {
		const took = free;
		free = false;
		return took;
	});
	expect(show([PASS, OTHER], 0)).toEqual([PASS]);
	expect(show([OTHER, PASS], 200)).toEqual([]);
	free = true;
	expect(show([PASS, OTHER], 900)).toEqual([OTHER]);
	free = true;
	expect(show([PASS, OTHER], 1800)).toEqual([]);
});

it("[SC-2] the link beside a pass never hides it", () => {
	const show = chooserOf();
	for (let now = 0; now < ALONE_SIGHTS - 1; now++) expect(show([LINK], now)).toEqual([]);
	expect(show([LINK, PASS], 10)).toEqual([PASS]);
	expect(show([LINK], 20)).toEqual([]);
});

it("[SC-2] a code that is no pass is offered too, once it has been alone for a few sights", () => {
	const show = chooserOf();
	const taken = Array.from({ length: ALONE_SIGHTS + 2 }, (_, now) => show([LINK], now));
	expect(taken.flat()).toEqual([LINK]);
});

it("[SC-1] one bad code does not block those that follow, nor its own return", () => {
	const show = chooserOf();
	expect(show(["RP1:broken"], 0)).toEqual(["RP1:broken"]);
	expect(show(["RP1:broken", PASS], 1000)).toEqual([PASS]);
	expect(show(["RP1:broken"], 1000 + QUIET_MS)).toEqual(["RP1:broken"]);
});

it("[GG-10] a row of gate codes is offered once, and not at all after it was in view of a pause", () => {
	const row = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
	const part = (index: number) => `RG1:PART${index}`;
	const show = chooserOf();
	expect(row(0, 40).flatMap((index) => show([part(index)], index * 250))).toEqual([part(ALONE_SIGHTS - 1)]);

	let paused = true;
	const after = chooserOf(() => !paused);
	expect(row(0, 20).flatMap((index) => after([part(index)], index * 250))).toEqual([]);
	paused = false;
	expect(row(20, 40).flatMap((index) => after([part(index)], index * 250))).toEqual([]);
	expect(after([PASS], 10_000)).toEqual([PASS]);
	// Gone, and held up again.
	expect(row(0, ALONE_SIGHTS).flatMap((index) => after([part(index)], 20_000 + index))).toEqual([
		part(ALONE_SIGHTS - 1),
	]);
});
