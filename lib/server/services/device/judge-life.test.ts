import { describe, expect, it } from "vitest";
import { judgeLife, type KnownStart } from "./judge-life";

const start = (id: string, before: string, firstSeen: number, lastSeen = firstSeen): KnownStart => {
	return { id, generation: before.length + 1, before: [...before].reverse(), firstSeen, lastSeen };
};

describe("[OL-3] one device, one life", () => {
	it("a device that knows all its starts is alone", () => {
		const [a, b] = [start("a", "", 100, 900), start("b", "a", 1_000)];
		expect(judgeLife(a, [], 900)).toEqual({ state: "alone", since: 0 });
		expect(judgeLife(b, [a], 1_000)).toEqual({ state: "alone", since: 0 });
		// Two starts in between had no network.
		expect(judgeLife(start("e", "abcd", 5_000), [a, b], 5_000).state).toBe("alone");
	});

	it("a request of the last start that was long on its way accuses nobody", () => {
		const [a, b] = [start("a", "", 100, 1_060), start("b", "a", 1_000)];
		expect(judgeLife(a, [b], 1_060).state).toBe("alone");
		expect(judgeLife(b, [a], 1_070).state).toBe("alone");
	});

	it("restored from a backup: what went on meanwhile it does not know", () => {
		const [a, b] = [start("a", "", 100, 200), start("b", "a", 1_000, 2_000)];
		const restored = start("x", "a", 3_000);
		expect(judgeLife(restored, [a, b], 3_000)).toEqual({ state: "restored", since: 3_000 });
		// The next day it goes on as the one life that there is; the blocks of before stay given up.
		const next = start("y", "ax", 9_000);
		expect(judgeLife(next, [a, b, restored], 9_000)).toEqual({ state: "alone", since: 3_000 });
	});

	it("copied while it was closed: both are told, the second at once, the first when it is heard again", () => {
		const [p, a] = [start("p", "", 100, 200), start("a", "p", 1_000, 1_500)];
		const b = start("b", "p", 2_000);
		expect(judgeLife(b, [p, a], 2_000)).toEqual({ state: "restored", since: 2_000 });
		const again = { ...a, lastSeen: 2_100 };
		expect(judgeLife(again, [p, b], 2_100)).toEqual({ state: "twin", since: 2_000 });
		expect(judgeLife({ ...b, lastSeen: 2_200 }, [p, again], 2_200)).toEqual({ state: "twin", since: 2_000 });
	});

	it("copied while it worked: the copy knows the original, which is heard again", () => {
		const [a, b] = [start("a", "", 100, 1_000), start("b", "a", 1_200)];
		expect(judgeLife(b, [a], 1_200).state).toBe("alone");
		const again = { ...a, lastSeen: 1_400 };
		expect(judgeLife(again, [b], 1_400)).toEqual({ state: "twin", since: 1_200 });
		expect(judgeLife({ ...b, lastSeen: 1_500 }, [again], 1_500)).toEqual({ state: "twin", since: 1_200 });
	});

	it("lives that are both started again keep the blocks that each was given alone", () => {
		const [p, a, b] = [start("p", "", 100), start("a", "p", 1_000, 2_100), start("b", "p", 2_000, 2_200)];
		const nextA = start("c", "pa", 5_000, 5_500);
		const nextB = start("d", "pb", 5_100, 5_600);
		expect(judgeLife(nextA, [p, a, b, nextB], 5_500)).toEqual({ state: "twin", since: 2_000 });
		expect(judgeLife(nextB, [p, a, b, nextA], 5_600)).toEqual({ state: "twin", since: 2_000 });
	});

	it("starts beyond what a device tells accuse nobody", () => {
		const old = start("z", "", 50);
		const late = { ...start("q", "bcdefghijklmnopq", 9_000), generation: 18 };
		expect(judgeLife(late, [old], 9_000).state).toBe("alone");
	});
});
