import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
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

describe("[TL-4] a clock that never runs backwards", () => {
	it("is behind by nothing at first", () => {
		const { reading } = read(NO_CLOCK_MEMORY, NOON);
		expect(reading).toEqual({ now: NOON, newestTimeSeen: NOON, behind: 0, offset: undefined });
	});

	it("notices offline that the clock was set back", () => {
		const { memory } = read(NO_CLOCK_MEMORY, NOON);
		expect(clockReading(memory, NOON - 2 * DAY).behind).toBe(2 * DAY);
	});

	it("takes a signed time for a witness: no true clock is earlier", () => {
		const memory = afterSignedTime(NO_CLOCK_MEMORY, NOON + HOUR);
		expect(clockReading(memory, NOON).behind).toBe(HOUR);
		expect(afterSignedTime(memory, NOON - HOUR)).toBe(memory);
	});

	it("forgives a clock that was ahead by mistake at the next contact", () => {
		const { memory } = read(NO_CLOCK_MEMORY, NOON + 5 * DAY);
		expect(clockReading(memory, NOON).behind).toBe(5 * DAY);
		const forgiven = afterServerTime(memory, { time: NOON, now: NOON });
		expect(clockReading(forgiven, NOON)).toMatchObject({ behind: 0, offset: 0 });
	});

	it("believes no reading years ahead, once something signed is known", () => {
		const signed = afterSignedTime(NO_CLOCK_MEMORY, NOON - HOUR);
		const { memory } = read(signed, NOON + 900 * DAY);
		expect(memory).toBe(signed);
		expect(clockReading(memory, NOON).behind).toBe(0);
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

	it("never lets the newest signed time go back, whatever comes", () => {
		const time = fc.integer({ min: NOON - 400 * DAY, max: NOON + 400 * DAY });
		const step = fc.tuple(fc.constantFrom("read", "signed", "server"), time, time);
		fc.assert(
			fc.property(fc.array(step), (steps) => {
				let memory = NO_CLOCK_MEMORY;
				for (const [what, time, now] of steps) {
					const before = memory;
					if (what === "read") memory = afterReading(memory, now);
					else if (what === "signed") memory = afterSignedTime(memory, time);
					else memory = afterServerTime(memory, { time, now });
					expect(memory.signed).toBeGreaterThanOrEqual(before.signed);
				}
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
