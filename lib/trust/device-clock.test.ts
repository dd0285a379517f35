import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	afterConfirmation,
	afterReading,
	afterServerTime,
	afterSignedTime,
	bestTime,
	type ClockMemory,
	clockReading,
	NO_CLOCK_MEMORY,
} from "./device-clock";

const NOON = 1_628_856_000;
const read = (memory: ClockMemory, now: number) => ({
	memory: afterReading(memory, now),
	reading: clockReading(memory, now),
});

describe("[TL-4] what a device knows about the time", () => {
	it("is nothing at first", () => {
		const { reading } = read(NO_CLOCK_MEMORY, NOON);
		expect(reading).toEqual({ now: NOON, ownPast: NOON, behind: 0, unconfirmed: false, offset: undefined });
	});

	it("notices offline that the clock was set back, and asks for one confirmation beyond a day", () => {
		const { memory } = read(NO_CLOCK_MEMORY, NOON);
		expect(clockReading(memory, NOON - DAY)).toMatchObject({ behind: DAY, unconfirmed: false });
		const back = NOON - DAY - 1;
		expect(clockReading(memory, back)).toMatchObject({ behind: DAY + 1, unconfirmed: true });
		const confirmed = afterConfirmation(memory);
		expect(clockReading(confirmed, back)).toMatchObject({ behind: DAY + 1, unconfirmed: false });
		const further = afterReading(confirmed, NOON + HOUR);
		expect(clockReading(further, back).unconfirmed).toBe(true);
	});

	it("within one run the clock that nobody can set counts", () => {
		expect(clockReading(NO_CLOCK_MEMORY, NOON - HOUR, NOON).behind).toBe(HOUR);
	});

	it("forgives a clock that was ahead by mistake as soon as a newer signed list or the portal tells the time", () => {
		const { memory } = read(NO_CLOCK_MEMORY, NOON + 400 * DAY);
		expect(clockReading(memory, NOON).behind).toBe(400 * DAY);
		const listed = afterSignedTime(memory, { time: NOON - HOUR, now: NOON });
		expect(clockReading(listed, NOON).behind).toBe(0);
		expect(afterSignedTime(listed, { time: NOON - HOUR, now: NOON })).toBe(listed);
		const asked = afterServerTime(memory, { time: NOON, now: NOON });
		expect(clockReading(asked, NOON)).toMatchObject({ behind: 0, offset: 0 });
	});

	it("keeps the offset to the portal, not the jitter of a second", () => {
		const once = afterServerTime(NO_CLOCK_MEMORY, { time: NOON + 600, now: NOON });
		const twice = afterServerTime(once, { time: NOON + 602, now: NOON + 1 });
		expect(clockReading(twice, NOON).offset).toBe(600);
	});

	it("gives back the very same memory where there is nothing to write", () => {
		const memory = afterServerTime(afterReading(NO_CLOCK_MEMORY, NOON), { time: NOON, now: NOON });
		expect(afterReading(memory, NOON + 59)).toBe(memory);
		expect(afterServerTime(memory, { time: NOON, now: NOON })).toBe(memory);
	});

	it("is never poisoned: with the true time signed and the clock right, nothing is behind, whatever came before", () => {
		const time = fc.integer({ min: NOON - 400 * DAY, max: NOON + 4000 * DAY });
		const step = fc.tuple(fc.constantFrom("read", "signed", "server"), time, time);
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				let memory = NO_CLOCK_MEMORY;
				for (const [what, time, now] of steps) {
					if (what === "read") memory = afterReading(memory, now);
					else if (what === "signed") memory = afterSignedTime(memory, { time, now });
					else memory = afterServerTime(memory, { time, now });
				}
				memory = afterSignedTime(memory, { time: NOON, now: NOON });
				expect(clockReading(memory, NOON)).toMatchObject({ behind: 0, unconfirmed: false });
			}),
		);
	});
});

describe("[RP-5] the time that attestations are signed with", () => {
	const contactAt = (offset: number) => ({ offset, wall: NOON, monotonic: 10 });

	it("is the device's clock, until the portal says that it is wrong", () => {
		const later = { wall: NOON + 5.5, monotonic: 15.5 };
		expect(bestTime(later, undefined)).toBe(NOON + 5);
		expect(bestTime(later, contactAt(-7200))).toBe(NOON + 5 - 7200);
		expect(bestTime(later, contactAt(20))).toBe(NOON + 5);
	});

	it("does not correct a clock again that was set right in the meantime", () => {
		expect(bestTime({ wall: NOON - 7200, monotonic: 15 }, contactAt(-7200))).toBe(NOON - 7200);
	});
});
