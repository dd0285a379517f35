import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { database } from "../store/database";
import { bestNow, peekClock, readClock, witnessServerTime } from "./clock";

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

describe("[TL-4] the clock of this browser", () => {
	it("notices offline that it was set back: a reading is kept in the database", async () => {
		await readClock();
		clockSays(NOON - 2 * DAY);
		expect((await readClock()).behind).toBe(2 * DAY);
	});

	it("remembers no reading that was only looked at", async () => {
		clockSays(NOON + DAY);
		await peekClock();
		clockSays(NOON);
		expect((await peekClock()).behind).toBe(0);
	});

	it("is forgiven at the next contact, and the offset is kept", async () => {
		clockSays(NOON + 5 * DAY);
		await readClock();
		clockSays(NOON);
		await witnessServerTime(NOON + 600);
		expect(await readClock()).toMatchObject({ behind: 600, offset: 600 });
	});

	it("signs with the portal's time where the two differ by much", async () => {
		expect(bestNow()).toBe(NOON);
		await witnessServerTime(NOON - 7200);
		expect(bestNow()).toBe(NOON - 7200);
	});
});
