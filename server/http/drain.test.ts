import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { openDrain } from "./drain";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout"] }));
afterEach(() => void vi.useRealTimers());

it("[OP-4] an instance that was asked to stop is not ready any more, and serves everything else until its time is over", async () => {
	const drain = openDrain();
	expect(drain.turnAway(PATHS.ready)).toBeUndefined();
	expect(drain.begun).toBe(false);

	void drain.begin(5);
	expect(drain.begun).toBe(true);
	const turnedAway = drain.turnAway(PATHS.ready);
	expect(turnedAway).toMatchObject({ status: 503, retryAfter: 1 });
	expect(problem.parse(JSON.parse(turnedAway?.text ?? "")).error.code).toBe("instance_stopping");
	for (const path of [PATHS.records, PATHS.health, "/", "/trust/list.jwt"])
		expect(drain.turnAway(path)).toBeUndefined();
});

it("[OP-4] without seconds it stops at once", async () => {
	await openDrain().begin(0);
});
