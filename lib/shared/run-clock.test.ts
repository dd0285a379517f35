import { describe, expect, it } from "vitest";
import { runClock } from "./run-clock";

describe("[CI-13] the clock of one run", () => {
	const device = () => {
		const at = { wall: 1_000_000.5, monotonic: 7.25 };
		const clock = runClock("one", () => ({ ...at }));
		const pass = (seconds: number, wall = seconds) => {
			at.monotonic += seconds;
			at.wall += wall;
		};
		return { clock, pass };
	};

	it("begins with the device's clock and goes on with it", () => {
		const { clock, pass } = device();
		expect([clock.run, clock.now(), clock.lived()]).toEqual(["one", 1_000_000, 0]);
		pass(60.25);
		expect([clock.now(), clock.lived()]).toEqual([1_000_060, 60.25]);
	});

	it("goes on where the device's clock is set back, or stands still", () => {
		const { clock, pass } = device();
		pass(10, -6 * 3600);
		expect(clock.now()).toBe(1_000_010);
		pass(30, 0);
		expect(clock.now()).toBe(1_000_040);
		pass(20);
		expect([clock.now(), clock.lived()]).toEqual([1_000_060, 60]);
	});

	it("takes what was slept for past, and does not say that it lived through it", () => {
		const { clock, pass } = device();
		pass(0, 300);
		expect([clock.now(), clock.lived()]).toEqual([1_000_300, 0]);
	});

	it("goes ahead with a clock that is set ahead, and does not go back with it", () => {
		const { clock, pass } = device();
		pass(5, 3605);
		expect(clock.now()).toBe(1_003_605);
		pass(5, -3595);
		expect([clock.now(), clock.lived()]).toEqual([1_003_610, 10]);
	});

	it("adds up nothing of how clocks are rounded", () => {
		const { clock, pass } = device();
		for (let look = 0; look < 1_000; look++) {
			pass(0.1, look % 2 === 0 ? 0.2 : 0);
			clock.now();
		}
		expect(clock.now()).toBe(1_000_100);
	});
});
