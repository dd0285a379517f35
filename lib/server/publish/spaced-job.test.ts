import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spacedJob } from "./spaced-job";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SPACING = { soon: 10, gap: (took: number) => Math.max(1_000, took) };

describe("work that is asked for often", () => {
	it("is done soon after the first time, and then once for all that asked in the gap", async () => {
		const run = vi.fn(async () => undefined);
		const job = spacedJob(run, SPACING);
		for (let i = 0; i < 5; i++) job.ask();
		await vi.advanceTimersByTimeAsync(10);
		expect(run).toHaveBeenCalledTimes(1);
		for (let i = 0; i < 5; i++) job.ask();
		await vi.advanceTimersByTimeAsync(999);
		expect(run).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(1);
		expect(run).toHaveBeenCalledTimes(2);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(run).toHaveBeenCalledTimes(2);
	});

	it("asked for while it is done is done again, with what came meanwhile", async () => {
		let finish = () => {};
		const run = vi.fn(() => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))));
		const job = spacedJob(run, SPACING);
		job.ask();
		await vi.advanceTimersByTimeAsync(10);
		job.ask();
		await vi.advanceTimersByTimeAsync(10_000);
		expect(run).toHaveBeenCalledTimes(1);
		finish();
		// Ten seconds and what it took to begin.
		await vi.advanceTimersByTimeAsync(9_990);
		expect(run).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(20);
		expect(run).toHaveBeenCalledTimes(2);
	});

	it("that failed is tried again by itself, and ends when it is stopped", async () => {
		const run = vi.fn(async () => ({ retry: 500 }));
		const job = spacedJob(run, SPACING);
		job.ask();
		await vi.advanceTimersByTimeAsync(10 + 500);
		expect(run).toHaveBeenCalledTimes(2);
		job.stop();
		await vi.advanceTimersByTimeAsync(10_000);
		expect(run).toHaveBeenCalledTimes(2);
	});
});
