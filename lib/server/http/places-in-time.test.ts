import { expect, it } from "vitest";
import { placesInTime } from "./places-in-time";

function at(start: number, names = 1_000) {
	const clock = { now: start };
	const places = placesInTime({ working: 4, names, nowMs: () => clock.now });
	/** `count` that were finished one after the other, each after so many milliseconds, while others waited. */
	function serve(count: number, each: number): void {
		for (let i = 0; i < count; i++) {
			clock.now += each;
			places.came("");
			places.finished();
		}
	}
	const comeIn = (count: number) => {
		for (let i = 0; i < count; i++) places.came("");
	};
	const leave = (count: number) => {
		for (let i = 0; i < count; i++) places.finished();
	};
	return { clock, places, serve, comeIn, leave };
}

it("[IN-7] hands out one place after the other, as quickly as requests are finished", () => {
	const { places, comeIn, serve } = at(50_000);
	comeIn(8);
	serve(100, 50);
	const told = Array.from({ length: 400 }, (_, n) => places.book(`${n}`));
	// Twenty a second, of whom each waits a quarter longer than it is told.
	expect(told.filter((seconds) => seconds === 10)).toHaveLength(25);
	expect(told.at(-1)).toBe(16);
});

it("[IN-7] calls those nearer who come once work has begun", () => {
	const { places, comeIn, serve } = at(0);
	for (let i = 0; i < 100; i++) places.book(`${i}`);
	comeIn(8);
	// A second in which forty were finished.
	serve(40, 25);
	expect(places.book("100")).toBe(5);
	for (let i = 0; i < 200; i++) places.book(`later ${i}`);
	expect(places.book("last")).toBe(6);
});

it("[IN-7] does not take a portal for slow to which few come, or whose line has just begun", () => {
	const { clock, places, comeIn, leave, serve } = at(0);
	comeIn(8);
	serve(400, 25);
	leave(8);
	const known = places.perSecond();
	expect(known).toBeCloseTo(41);
	for (let i = 0; i < 10; i++) serve(1, 10_000);
	expect(places.perSecond()).toBe(known);
	comeIn(8);
	clock.now += 900;
	expect(places.perSecond()).toBe(known);
	clock.now += 19_100;
	expect(places.perSecond()).toBe(1);
});

it("[IN-7] tells nobody a time by which the portal may have got quicker", () => {
	const { clock, places } = at(0);
	for (let i = 0; i < 1_000; i++) expect(places.book(`${i}`)).toBeLessThanOrEqual(45);
	clock.now += 30_000;
	// Those places have come nearer meanwhile.
	expect(places.book("400")).toBe(9);
});

it("[IN-9] keeps the place of whoever comes early, before all who came later", () => {
	const { clock, places } = at(0);
	for (let i = 0; i < 1_000; i++) places.book(`${i}`);
	clock.now += 45_000;
	// Ten a second, before there was a line: 450 are due, and those of the next five seconds.
	expect(["0", "499", "500", "999"].map(places.expects)).toEqual([true, true, false, false]);
	const told = ["600", "1000"].map((who) => places.book(who));
	expect(told).toEqual([13, 45]);
	clock.now += 15_000;
	expect(places.expects("600")).toBe(true);
});

it("[IN-9] remembers as many whom it told a time as it can, until they come", () => {
	const { places } = at(0, 2);
	for (const who of ["a", "b", "a", "c"]) places.book(who);
	expect(["a", "b", "c", "d"].map(places.expects)).toEqual([true, false, true, false]);
	places.came("a");
	expect(places.expects("a")).toBe(false);
});
