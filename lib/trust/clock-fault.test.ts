import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type ClockFault, clockFault } from "./clock-fault";
import {
	afterConfirmation,
	afterReading,
	afterSignedTime,
	type ClockMemory,
	clockReading,
	NO_CLOCK_MEMORY,
	settledTime,
} from "./device-clock";
import type { Trust } from "./trust";

const NOW = 1_700_000_000;
/** As far as the clock looks at it. */
const listOf = (iat: number) => ({ keyset: { iat: 0 }, list: { iat } }) as unknown as Pick<Trust, "keyset" | "list">;
const read = (memory: Partial<ClockMemory>, list = NOW) =>
	clockFault(clockReading({ ...NO_CLOCK_MEMORY, ...memory }, NOW), listOf(list));

describe("[ND-5] what is said of a device's clock", () => {
	it.each<[string, Partial<ClockMemory>, number, ClockFault | undefined]>([
		["nothing where it agrees with all", {}, NOW - HOUR, undefined],
		["nothing within the tolerance", { own: NOW + 5 * MINUTE, offset: 5 * MINUTE }, NOW + 5 * MINUTE, undefined],
		["behind a signed list", {}, NOW + HOUR, { fault: "behindSigned", witness: { document: "list", iat: NOW + HOUR } }],
		[
			"the signed list first, whatever else is known",
			{ own: NOW + 9 * DAY, offset: HOUR },
			NOW + HOUR,
			{ fault: "behindSigned", witness: { document: "list", iat: NOW + HOUR } },
		],
		[
			"set back by hours: no supervisor",
			{ own: NOW + HOUR },
			NOW,
			{ fault: "setBack", ownPast: NOW + HOUR, confirm: false },
		],
		["set back by days", { own: NOW + 9 * DAY }, NOW, { fault: "setBack", ownPast: NOW + 9 * DAY, confirm: true }],
		["behind the portal", { offset: 20 * MINUTE }, NOW, { fault: "behindPortal", minutes: 20 }],
		["ahead of the portal", { offset: -3 * HOUR }, NOW, { fault: "aheadOfPortal", minutes: 180 }],
	])("%s", (_, memory, list, expected) => {
		expect(read(memory, list)).toEqual(expected);
	});

	it("a clock that was 40 days ahead and is set right is confirmed once, and forgotten with the next signed list", () => {
		const ahead = afterReading(NO_CLOCK_MEMORY, NOW + 40 * DAY);
		expect(read(ahead)).toMatchObject({ fault: "setBack", confirm: true });
		const confirmed = afterConfirmation(ahead);
		expect(read(confirmed)).toMatchObject({ fault: "setBack", confirm: false });
		const healed = afterSignedTime(confirmed, { time: NOW, now: NOW });
		expect(read(healed)).toBeUndefined();
	});
});

describe("[ND-5] the time by which something may end for good", () => {
	it.each<[string, Parameters<typeof settledTime>[0], number]>([
		["the clock’s, in an ordinary run", { now: NOW, run: NOW, ownBefore: NOW - HOUR, ranFor: 60 }, NOW],
		[
			"not that of a clock set ahead in this run",
			{ now: NOW + 40 * DAY, run: NOW, ownBefore: NOW - HOUR, ranFor: 2 * HOUR },
			NOW,
		],
		[
			"at a start after days, what was last shown",
			{ now: NOW, run: NOW, ownBefore: NOW - 9 * DAY, ranFor: 60 },
			NOW - 9 * DAY,
		],
		["after an hour of that run, the clock’s", { now: NOW, run: NOW, ownBefore: NOW - 9 * DAY, ranFor: HOUR }, NOW],
		["of a clock set back, what it shows", { now: NOW - DAY, run: NOW, ownBefore: NOW, ranFor: 60 }, NOW - DAY],
	])("%s", (_, at, expected) => {
		expect(settledTime(at)).toBe(expected);
	});
});
