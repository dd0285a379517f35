import { expect, it } from "vitest";
import { createUnreadHint, HOLD_MS, TYPE_MS } from "./unread-hint";

/** The hint over time, with a search every half second. */
function course(until: number, seen: (now: number) => boolean, read: (now: number) => boolean = () => false) {
	const unread = createUnreadHint();
	const hints: Record<number, string> = {};
	for (let now = 0; now <= until; now += 500) {
		if (read(now)) unread.read();
		else unread.sought(seen(now), now);
		hints[now] = unread.hint(now);
	}
	return hints;
}

it("[SC-27] a code that is there and is not read is told after two seconds, and typing after a while", () => {
	const hints = course(TYPE_MS, () => true);
	expect(hints[HOLD_MS - 500]).toBe("none");
	expect(hints[HOLD_MS]).toBe("hold");
	expect(hints[TYPE_MS - 500]).toBe("hold");
	expect(hints[TYPE_MS]).toBe("type");
	expect(HOLD_MS).toBe(2000);
});

it("[SC-27] nothing is told where there is none, or where it is read", () => {
	expect(new Set(Object.values(course(20_000, () => false)))).toEqual(new Set(["none"]));
	const read = course(
		20_000,
		() => true,
		(now) => now % 1500 === 0,
	);
	expect(new Set(Object.values(read))).toEqual(new Set(["none"]));
});

it("[SC-27] a hand that trembles loses it for a moment, one that goes takes the hint away", () => {
	expect(course(HOLD_MS + 500, (now) => now !== 1000)[HOLD_MS + 500]).toBe("hold");
	const gone = course(8000, (now) => now <= 3000);
	expect(gone[3000]).toBe("hold");
	expect(gone[4500]).toBe("none");
});
