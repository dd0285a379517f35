import "fake-indexeddb/auto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RelaisDatabase } from "../store/database";
import { afterRunning, runningTime } from "./running-time";

const at = (seconds: number, wall: number) => ({ seconds, wall });

describe("running time", () => {
	it("counts what both clocks agree on", () => {
		expect(afterRunning(at(100, 1000), { wall: 1030, elapsed: 30 })).toEqual(at(130, 1030));
	});

	it("[DP-2] setting the clock adds nothing and takes nothing away", () => {
		expect(afterRunning(at(100, 1000), { wall: 90_000, elapsed: 30 })).toEqual(at(130, 90_000));
		const back = afterRunning(at(100, 1000), { wall: 10, elapsed: 30 });
		expect(back).toEqual(at(100, 10));
		expect(afterRunning(back, { wall: 40, elapsed: 30 })).toEqual(at(130, 40));
	});

	it("[DP-2] two pages beside each other count once", () => {
		let memory = at(0, 1000);
		for (let second = 10; second <= 100; second += 10) {
			memory = afterRunning(memory, { wall: 1000 + second, elapsed: 10 });
			memory = afterRunning(memory, { wall: 1000 + second, elapsed: 10 });
		}
		expect(memory.seconds).toBe(100);
	});
});

describe("running time on the disk", () => {
	afterEach(() => void vi.useRealTimers());

	it("[DP-2] goes on where it was written, and stands still while the app is closed", async () => {
		vi.useFakeTimers({ toFake: ["Date", "performance"] });
		const db = new RelaisDatabase("running");
		expect(await runningTime(db)).toBe(0);
		vi.advanceTimersByTime(40_000);
		expect(await runningTime(db)).toBe(40);

		// Closed for a day: the clock goes on, and a page that opens anew has not run yet.
		vi.resetModules();
		const { runningTime: anew } = await import("./running-time");
		vi.setSystemTime(Date.now() + 86_400_000);
		expect(await anew(db)).toBe(40);
		vi.advanceTimersByTime(5000);
		expect(await anew(db)).toBe(45);
	});
});
