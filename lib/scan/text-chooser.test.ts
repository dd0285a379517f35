import { expect, it } from "vitest";
import { createRepeatFilter, QUIET_MS } from "./repeat-filter";
import { ALONE_SIGHTS, createTextChooser, DWELL_MS } from "./text-chooser";

const PASS = "RP1:ABC";
const OTHER = "HC1:XYZ";
const LINK = "https://relais.example/pass#t";

const chooserOf = () => createTextChooser(createRepeatFilter({ seed: 1 }));

it("[SC-2] a pass is judged at first sight, once", () => {
	const chooser = chooserOf();
	expect([0, 1500, 3000, 4500].map((now) => chooser.choose([PASS], now))).toEqual([
		PASS,
		undefined,
		undefined,
		undefined,
	]);
});

it("[SC-1] two passes in view are judged one after the other", () => {
	const chooser = chooserOf();
	expect(chooser.choose([PASS, OTHER], 0)).toBe(PASS);
	expect(chooser.choose([OTHER, PASS], 200)).toBeUndefined();
	expect(chooser.choose([PASS, OTHER], DWELL_MS)).toBe(OTHER);
	expect(chooser.choose([PASS, OTHER], 2 * DWELL_MS)).toBeUndefined();
});

it("[SC-2] the link beside a pass never hides it", () => {
	const chooser = chooserOf();
	for (let now = 0; now < ALONE_SIGHTS - 1; now++) expect(chooser.choose([LINK], now)).toBeUndefined();
	expect(chooser.choose([LINK, PASS], 10)).toBe(PASS);
	expect(chooser.choose([LINK], 20)).toBeUndefined();
});

it("[SC-2] a code that is no pass is judged too, once it has been alone for a few sights", () => {
	const chooser = chooserOf();
	const answers = Array.from({ length: ALONE_SIGHTS + 2 }, (_, now) => chooser.choose([LINK], now));
	expect(answers.filter((text) => text !== undefined)).toEqual([LINK]);
});

it("[SC-1] one bad code does not block those that follow, nor its own return", () => {
	const chooser = chooserOf();
	expect(chooser.choose(["RP1:broken"], 0)).toBe("RP1:broken");
	expect(chooser.choose(["RP1:broken", PASS], DWELL_MS)).toBe(PASS);
	expect(chooser.choose(["RP1:broken"], DWELL_MS + QUIET_MS)).toBe("RP1:broken");
});
