import { expect, it } from "vitest";
import { placesInTime } from "./places-in-time";

function at(start: number) {
	const clock = { now: start };
	return { clock, places: placesInTime(() => clock.now) };
}

it("[IN-7] hands out one place after the other, as quickly as requests are finished", () => {
	const { clock, places } = at(50_000);
	for (let i = 0; i < 100; i++) {
		clock.now += 50;
		places.finished();
	}
	const told = Array.from({ length: 400 }, () => places.book());
	expect(told.filter((seconds) => seconds === 10)).toHaveLength(20);
	expect(told.at(-1)).toBe(20);
	clock.now += 20_000;
	expect(places.book()).toBe(5);
});

it("[IN-7] calls those nearer who come once work has begun", () => {
	const { clock, places } = at(0);
	for (let i = 0; i < 100; i++) places.book();
	// A second in which forty were finished.
	for (let i = 0; i < 40; i++) {
		clock.now += 25;
		places.finished();
	}
	expect(places.book()).toBe(5);
	for (let i = 0; i < 200; i++) places.book();
	expect(places.book()).toBe(7);
});

it("[IN-7] tells nobody to stay away longer than its own back-off would", () => {
	const { clock, places } = at(0);
	for (let i = 0; i < 1_000; i++) expect(places.book()).toBeLessThanOrEqual(90);
	clock.now += 30_000;
	// Those places have come nearer meanwhile.
	expect(places.book()).toBeGreaterThan(60);
});
