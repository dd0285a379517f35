import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCivilDay } from "@/lib/shared/civil-day";
import { dayInZone } from "./zoned-calendar";

/** Half hours, three quarters, changes at 00:01, a day that was skipped, seconds until 1972. */
const ZONES = ["Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Monrovia"];

/** 1960 to 2100, in seconds. */
const instant = fc.integer({ min: -315_619_200, max: 4_102_444_800 });

describe("days in a zone", () => {
	for (const zone of ZONES) {
		const platform = new Intl.DateTimeFormat("en-CA", { timeZone: zone });

		it(`${zone}: are the platform's, for moments that follow each other closely too`, () => {
			fc.assert(
				fc.property(
					instant,
					fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 1, maxLength: 5 }),
					(at, steps) => {
						for (const step of [0, ...steps]) {
							const time = at + step;
							expect(formatCivilDay(dayInZone(time, zone))).toBe(platform.format(time * 1000));
						}
					},
				),
			);
		});

		it(`${zone}: change at the second of midnight`, () => {
			for (let day = 0; day < 366; day++) {
				for (const quarter of Array.from({ length: 96 }, (_, i) => i * 900)) {
					const time = 1_609_459_200 + day * 86_400 + quarter;
					if (dayInZone(time - 1, zone) === dayInZone(time, zone)) continue;
					expect(formatCivilDay(dayInZone(time - 1, zone))).toBe(platform.format((time - 1) * 1000));
					expect(formatCivilDay(dayInZone(time, zone))).toBe(platform.format(time * 1000));
				}
			}
		});
	}
});
