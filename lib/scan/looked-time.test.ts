import { expect, it } from "vitest";
import { createLookedTime } from "./looked-time";
import { createRepeatFilter } from "./repeat-filter";

/** At these milliseconds a frame with the code, or without it, was looked at: which of them offer it. */
function offered(looks: readonly (readonly [at: number, isThere: boolean])[]): readonly number[] {
	const filter = createRepeatFilter({ seed: 7 });
	const time = createLookedTime(0);
	return looks.flatMap(([at, isThere]) => {
		const now = time(at);
		if (!isThere || !filter.isNew("code", now)) return [];
		filter.add("code", now);
		return [at];
	});
}

it("[SC-1] a code is not gone while no frame is looked at", () => {
	const stalled = [0, 100, 4_100, 9_000, 9_100].map((at) => [at, true] as const);
	expect(offered(stalled)).toEqual([0]);
});

it("[SC-1] it is gone after two seconds of frames without it, two of them on the slowest telephone", () => {
	const frames = Array.from({ length: 20 }, (_, i) => [100 + i * 100, false] as const);
	expect(offered([[0, true], ...frames, [2_050, true]])).toEqual([0, 2_050]);
	expect(offered([[0, true], ...frames.slice(0, 15), [1_650, true]])).toEqual([0]);
	expect(
		offered([
			[0, true],
			[1_500, false],
			[3_000, true],
		]),
	).toEqual([0, 3_000]);
});

it("[SC-1] after the screen was off it is another presentation", () => {
	expect(
		offered([
			[0, true],
			[60_000, true],
		]),
	).toEqual([0, 60_000]);
});
