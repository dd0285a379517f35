import { describe, expect, it } from "vitest";
import { err, ok } from "@/lib/shared/result";
import { memoryValueStore } from "@/tests/support/memory-value-store";
import type { Link } from "./backoff";
import { noteHint, type RunPorts, restUntil, runTasks, type Task } from "./run-tasks";

function setUp(over: Partial<RunPorts> = {}) {
	const done: string[] = [];
	const clock = { now: 1000 };
	const ports: RunPorts = {
		link: memoryValueStore<Link>(),
		probe: async () => {
			done.push("probe");
			return ok(true);
		},
		now: () => clock.now,
		random: () => 0,
		...over,
	};
	const task = (name: string, outcome: Awaited<ReturnType<Task>>): Task => {
		return async () => {
			done.push(name);
			return outcome;
		};
	};
	return { done, clock, ports, task };
}

const away = { state: "failed", error: { code: "portal_unreachable", retryable: true } } as const;

describe("one round of tasks", () => {
	it("runs them in order and probes when none of them asked the portal", async () => {
		const { done, ports, task } = setUp();
		const again = await runTasks([task("a", { state: "idle" }), task("b", { state: "idle", again: 1010 })], ports);
		expect(done).toEqual(["a", "b", "probe"]);
		expect(again).toBe(1010);
	});

	it("does not probe when a task had an answer", async () => {
		const { done, ports, task } = setUp();
		expect(await runTasks([task("a", { state: "done" })], ports)).toBe(1060);
		expect(done).toEqual(["a"]);
	});

	it("holds everything back after a failure, longer each time, and forgets it with the first success", async () => {
		const { done, clock, ports, task } = setUp();
		expect(await runTasks([task("a", away), task("b", { state: "done" })], ports)).toBe(1002);
		expect(done).toEqual(["a"]);
		expect(await runTasks([task("b", { state: "done" })], ports)).toBe(1002);
		expect(done).toEqual(["a"]);
		clock.now = 1002;
		expect(await runTasks([task("a", away)], ports)).toBe(1006);
		clock.now = 1006;
		await runTasks([task("b", { state: "done" })], ports);
		expect(await ports.link.read()).toMatchObject({ failures: 0, notBefore: 0 });
	});

	it("counts a failed probe like a failed task", async () => {
		const { ports } = setUp({ probe: async () => err({ code: "portal_busy", retryable: true, retryAfter: 30 }) });
		expect(await runTasks([], ports)).toBe(1030);
	});

	it("asks a portal that refuses this device seldom", async () => {
		const { ports, task } = setUp();
		const refused = { state: "failed", error: { code: "device_denied", retryable: false } } as const;
		expect(await runTasks([task("a", refused)], ports)).toBe(1300);
	});

	it("[OB-6] heeds whoever asks to try again after a refusal", async () => {
		const { done, clock, ports, task } = setUp();
		await runTasks([task("a", { state: "failed", error: { code: "proof_time", retryable: false } })], ports);
		clock.now = 1010;
		await noteHint(ports);
		expect(await runTasks([task("b", { state: "done" })], ports)).toBe(1070);
		expect(done).toEqual(["a", "b"]);
	});

	it("[OB-6] goes on at once where the counter was locked in the middle of a round", async () => {
		const { done, ports, task } = setUp();
		const locked = { state: "failed", error: { code: "counter_locked", retryable: false } } as const;
		expect(await runTasks([task("a", { state: "done" }), task("b", locked), task("c", { state: "done" })], ports)).toBe(
			1000,
		);
		expect(await ports.link.read()).toBeUndefined();
		expect(await runTasks([task("d", { state: "done" })], ports)).toBe(1060);
		expect(done).toEqual(["a", "b", "d"]);
	});

	it("does not wait for hours that a clock set back since has counted", async () => {
		const { done, ports, task } = setUp({
			link: memoryValueStore<Link>({ failures: 3, notBefore: 1000 + 2 * 3600 + 1, named: false }),
		});
		await runTasks([task("a", { state: "done" })], ports);
		expect(done).toEqual(["a"]);
	});

	it("tries within seconds of a hint", async () => {
		const { ports } = setUp({ link: memoryValueStore<Link>({ failures: 9, notBefore: 1100, named: false }) });
		await noteHint(ports);
		expect(await ports.link.read()).toMatchObject({ notBefore: 1000 });
	});
});

it("[OB-5] the next round comes when the last one said, and within minutes where the clock was set back since", () => {
	const at = { now: () => 1000, random: () => 0.5 };
	expect(restUntil(1060, at)).toBe(60.5);
	expect(restUntil(900, at)).toBe(1.5);
	expect(restUntil(1000 + 40_000, at)).toBe(300.5);
});
