import { describe, expect, it } from "vitest";
import { countsSince, type OutcomeCount, sumCounts } from "./outcome-counts";

const NOON = 1_628_856_000;
const row = (over: Partial<OutcomeCount>): OutcomeCount => ({
	...{ assignment: "train", gate: "", minute: NOON, outcome: "admitted", format: "hc1", reason: "", count: 1 },
	...over,
});

describe("counts of outcomes", () => {
	it("[TR-3] add up by whatever is asked, the most frequent first", () => {
		const rows = [
			row({ count: 2 }),
			row({ minute: NOON + 60, count: 3 }),
			row({ format: "relais", count: 9 }),
			row({ outcome: "refused", reason: "time_expired" }),
			row({ outcome: "refused", reason: "revoked" }),
		];
		expect([...sumCounts(rows, ({ outcome, format }) => `${outcome} ${format}`)]).toEqual([
			["admitted relais", 9],
			["admitted hc1", 5],
			["refused hc1", 2],
		]);
		expect([...sumCounts(rows, ({ reason }) => reason || undefined)]).toEqual([
			["revoked", 1],
			["time_expired", 1],
		]);
	});

	it("[DP-8] of the last hour: the minute an hour ago counts while any of it does", () => {
		const rows = [row({ minute: NOON - 60 }), row({}), row({ minute: NOON + 3540 })];
		expect(countsSince(rows, NOON + 59)).toEqual(rows.slice(1));
		expect(countsSince(rows, NOON + 60)).toEqual(rows.slice(2));
	});
});
