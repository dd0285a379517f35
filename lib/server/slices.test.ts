import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { slices } from "./slices";

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
	vi.useRealTimers();
});

it("[IN-10] of long work one slice is worked in a turn of the event loop, whoever's, in the order of asking", async () => {
	let turns = 0;
	const worked: { readonly name: string; readonly turn: number }[] = [];
	const job = async (name: string) => {
		const nextSlice = slices();
		for (let step = 0; step < 3; step++) {
			await nextSlice();
			worked.push({ name, turn: turns });
			vi.advanceTimersByTime(3);
		}
	};
	let done = false;
	const count = async () => {
		for (; !done; turns++) await turn();
	};
	const counting = count();
	await Promise.all(["a", "b", "c"].map(job));
	done = true;
	await counting;
	expect(worked.map(({ name }) => name).join("")).toBe("abcabcabc");
	expect(new Set(worked.map((each) => each.turn)).size).toBe(9);
});

it("[IN-10] short steps share a slice", async () => {
	const nextSlice = slices();
	await nextSlice();
	let turned = false;
	const turning = turn().then(() => {
		turned = true;
	});
	for (let step = 0; step < 10; step++) await nextSlice();
	expect(turned).toBe(false);
	await turning;
});
