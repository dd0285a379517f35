import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RelaisDatabase } from "../store/database";
import { changePin, hasPin, pinWait, setFirstPin, tryPin } from "./supervisor-pin";

let databases = 0;
let db: RelaisDatabase;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date", "performance"] });
	db = new RelaisDatabase(`pin ${databases++}`);
});
afterEach(() => void vi.useRealTimers());

/** As lib/device/identity leaves it: what a PIN asks of it is its thumbprint. */
const enrol = (thumbprint: string) => db.device.put({ id: "device", thumbprint } as never);

async function guess(times: number): Promise<readonly string[]> {
	const outcomes: string[] = [];
	for (let i = 0; i < times; i++) outcomes.push((await tryPin("0000", db)).outcome);
	return outcomes;
}

describe("the supervisor's PIN", () => {
	it("[DP-1] is set once, tried and changed; nothing on the disk is the PIN", async () => {
		await enrol("first");
		expect(await hasPin(db)).toBe(false);
		expect(await tryPin("274911", db)).toEqual({ outcome: "wrong" });
		expect(await setFirstPin("274911", db)).toBe(true);
		expect(await setFirstPin("0000", db)).toBe(false);
		expect(await tryPin("274911", db)).toEqual({ outcome: "right" });
		expect(await changePin({ before: "0000", after: "1234" }, db)).toEqual({ outcome: "wrong" });
		expect(await changePin({ before: "274911", after: "83104" }, db)).toEqual({ outcome: "right" });
		expect(await tryPin("83104", db)).toEqual({ outcome: "right" });
		const kept = JSON.stringify(await db.facts.toArray());
		for (const pin of ["274911", "83104"]) expect(kept).not.toContain(pin);
	});

	it("[DP-1] has four to eight digits", async () => {
		for (const pin of ["", "123", "123456789", "12a4", "１２３４"]) {
			await expect(setFirstPin(pin, db)).rejects.toThrow(RangeError);
		}
	});

	it("[DP-1] ends with its enrolment, and comes back with none", async () => {
		await enrol("first");
		await setFirstPin("274911", db);
		await enrol("second");
		expect(await hasPin(db)).toBe(false);
		expect(await setFirstPin("5555", db)).toBe(true);
		expect(await tryPin("274911", db)).toEqual({ outcome: "wrong" });
	});
});

describe("guessing it", () => {
	it("[DP-2] five wrong ones close it for a minute of running time, then for two", async () => {
		await setFirstPin("274911", db);
		expect(await guess(6)).toEqual(["wrong", "wrong", "wrong", "wrong", "wrong", "locked"]);
		expect(await tryPin("274911", db)).toEqual({ outcome: "locked", seconds: 60 });

		vi.advanceTimersByTime(59_000);
		expect(await pinWait(db)).toBe(1);
		vi.advanceTimersByTime(1000);
		expect(await guess(6)).toEqual(["wrong", "wrong", "wrong", "wrong", "wrong", "locked"]);
		expect(await pinWait(db)).toBe(120);
	});

	it("[DP-2] neither a clock set ahead or back nor a restart opens it", async () => {
		await setFirstPin("274911", db);
		await guess(5);
		for (const days of [1, 400, -800]) {
			vi.setSystemTime(Date.now() + days * 86_400_000);
			expect(await pinWait(db)).toBe(60);
		}
		vi.resetModules();
		const anew = await import("./supervisor-pin");
		vi.setSystemTime(Date.now() + 86_400_000);
		expect(await anew.tryPin("274911", db)).toEqual({ outcome: "locked", seconds: 60 });
		vi.advanceTimersByTime(60_000);
		expect(await anew.tryPin("274911", db)).toEqual({ outcome: "right" });
	});

	it("[DP-2] the right PIN takes no wrong one back", async () => {
		await setFirstPin("274911", db);
		await guess(4);
		expect(await tryPin("274911", db)).toEqual({ outcome: "right" });
		expect(await guess(1)).toEqual(["wrong"]);
		expect(await tryPin("274911", db)).toMatchObject({ outcome: "locked" });
	});
});
