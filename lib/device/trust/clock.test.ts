import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { database } from "../store/database";
import { bestNow, readClock, witnessServerTime, witnessSignedTime } from "./clock";

const NOON = 1_628_856_000;
const clockSays = (seconds: number) => vi.setSystemTime(seconds * 1000);

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ["Date"] });
	clockSays(NOON);
	// The page's own memory of the last contact, then what is stored.
	await witnessServerTime(NOON);
	await database().facts.clear();
});
afterEach(() => {
	vi.useRealTimers();
});

describe("[TL-4] a clock that never runs backwards", () => {
	test("is behind by nothing at first", async () => {
		expect(await readClock()).toEqual({ now: NOON, newestTimeSeen: NOON, behind: 0, offset: undefined });
	});

	test("a clock that was set back is noticed offline", async () => {
		await readClock();
		clockSays(NOON - 2 * DAY);
		expect((await readClock()).behind).toBe(2 * DAY);
	});

	test("a signed time is a witness: no true clock is earlier", async () => {
		await witnessSignedTime(NOON + HOUR);
		expect((await readClock()).behind).toBe(HOUR);
		await witnessSignedTime(NOON - HOUR);
		expect((await readClock()).behind).toBe(HOUR);
	});

	test("a clock that was ahead by mistake is forgiven at the next contact", async () => {
		clockSays(NOON + 5 * DAY);
		await readClock();
		clockSays(NOON);
		expect((await readClock()).behind).toBe(5 * DAY);
		await witnessServerTime(NOON);
		expect(await readClock()).toMatchObject({ behind: 0, offset: 0 });
	});

	test("a clock ahead by years is no witness at all, once something signed is known", async () => {
		await witnessSignedTime(NOON - HOUR);
		clockSays(NOON + 900 * DAY);
		await readClock();
		clockSays(NOON);
		expect((await readClock()).behind).toBe(0);
	});

	test("the offset to the portal is kept, jitter of a second is not", async () => {
		await witnessServerTime(NOON + 600);
		await witnessServerTime(NOON + 601);
		expect((await readClock()).offset).toBe(600);
	});
});

describe("the time that attestations are signed with", () => {
	test("is the device's clock, until the portal says that it is wrong", async () => {
		expect(bestNow()).toBe(NOON);
		await witnessServerTime(NOON - 7200);
		expect(bestNow()).toBe(NOON - 7200);
		await witnessServerTime(NOON + 20);
		expect(bestNow()).toBe(NOON);
	});

	test("a clock that was set right in the meantime is not corrected again", async () => {
		await witnessServerTime(NOON - 7200);
		clockSays(NOON - 7200);
		expect(bestNow()).toBe(NOON - 7200);
	});
});
