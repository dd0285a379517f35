import { describe, expect, it } from "vitest";
import type { DayPositive } from "@/lib/device/counter/positive-store";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { stateOf } from "./entry-state";
import { isFound, isFoundPositive, type ListWords, listCsv } from "./list-csv";
import { progressOf, summaryOf } from "./summary";
import type { DayEntry } from "./use-day-list";
import { limitsOf, periodOf } from "./use-period";

const COMMON = { queuedAt: 100, attempts: 0, sealed: null, trimmed: false, fate: "handed" } as const;

function entry(index: number, over: Partial<AttestationSheet["person"]> = {}, row: object = {}): DayEntry {
	const person = { family: "L'ÉCRIVAIN", given: "Zoë", birth: "1990-02-03", ...over };
	return {
		row: {
			...COMMON,
			key: `k${index}`,
			index: `jti.${index}`,
			state: "waiting",
			notBefore: 0,
			...row,
		} as DayEntry["row"],
		revocation: undefined,
		sheet: { kind: "A", person, performedAt: 90, expires: 900 } as AttestationSheet,
	};
}

const WORDS: ListWords = {
	columns: ["n"],
	state: ({ row }) => row.state,
	act: () => "antigen",
	at: (time) => `t${time}`,
	positive: { act: "positive", state: ({ state }) => `positive ${state}` },
};

describe("[SH-5] the list", () => {
	it.each(["ecrivain", "ZOE ecri", "l’écrivain", "03/02/1990", "03021990", "1990-02-03", "8", ""])(
		"finds by %s",
		(sought) => {
			expect(isFound(entry(7), sought)).toBe(true);
		},
	);

	it("does not find what is not there, and finds by the name as it is written in its own script", () => {
		expect(isFound(entry(7), "ecrivain dupont")).toBe(false);
		const greek = entry(1);
		const sheet = { ...greek.sheet, written: { family: "Παπαδοπούλου", given: "Ελένη" } } as AttestationSheet;
		expect(isFound({ ...greek, sheet }, "παπαδοπουλου")).toBe(true);
	});

	it("goes out oldest first, as text that no spreadsheet takes for a formula; details that are gone are empty", () => {
		const gone: DayEntry = { ...entry(2), sheet: null };
		const csv = listCsv([gone, entry(1, { family: "=CMD()", given: '+"X"' })], WORDS);
		expect(csv.split("\r\n")).toEqual([
			'\ufeff"n"',
			'"2";"t100";"\'=CMD()";"\'+""X""";"1990-02-03";"antigen";"t90";"t900";"waiting";""',
			'"3";"t100";"";"";"";"";"";"";"waiting";""',
			"",
		]);
	});

	it("[SH-14] a sheet that another one replaced is not counted as taken back", () => {
		const registered = { state: "registered", registeredAt: 120, passId: "p" };
		const done = { ...entry(1, {}, registered), revocation: "done" } as const;
		const { byState } = summaryOf([
			done,
			{ ...done, ...entry(2, {}, registered), revocation: "done", isReplaced: true },
		]);
		expect(Object.fromEntries(byState)).toEqual({ revoked: [2], corrected: [3] });
		// While the portal does not know yet, its paper is still good.
		expect(stateOf({ ...done, revocation: "waiting", isReplaced: true })).toBe("revoking");
	});

	it("[SH-15] positive results go out between the attestations by their times, without number and end", () => {
		const row = {
			...COMMON,
			key: "p",
			state: "registered",
			registeredAt: 130,
			passId: "",
		} as unknown as DayPositive["row"];
		const identity = { family: "ESSAI", given: "Zoë", birth: "1990-02-03", sex: "F" } as const;
		const open = { row: { ...row, queuedAt: 99 }, result: { identity, sampled: { at: 80 } } as DayPositive["result"] };
		const csv = listCsv([entry(1)], WORDS, [{ row: { ...row, queuedAt: 101 }, result: undefined }, open]);
		expect(csv.split("\r\n").slice(1, -1)).toEqual([
			'"";"t99";"ESSAI";"Zoë";"1990-02-03";"positive";"t80";"";"positive registered";"t130"',
			expect.stringContaining('"2";"t100";'),
			'"";"t101";"";"";"";"positive";"";"";"positive registered";"t130"',
		]);
		expect([isFoundPositive(open, "zoe essai 1990"), isFoundPositive(open, "dupont")]).toEqual([true, false]);
	});

	it("adds up kinds, states and open sheets", () => {
		const registered = { state: "registered", registeredAt: 120, passId: "p" };
		const refused = { state: "refused", refusedAt: 120, reason: "record_malformed" };
		const newest = entry(4, {}, { state: "sending", fate: null });
		const entries = [newest, entry(3, {}, refused), entry(2, {}, registered), entry(1)];
		const { issued, byKind, byState, openSheets } = summaryOf(entries);
		expect(openSheets).toEqual([]);
		expect({ issued, byKind: [...byKind], byState: Object.fromEntries(byState) }).toEqual({
			issued: 4,
			byKind: [["A", 4]],
			byState: { waiting: [2], registered: [3], refused: [4], sending: [5] },
		});
		expect(progressOf(entries)).toEqual({ done: 2, of: 4 });
	});

	it("has days and months of the pharmacy's calendar, whatever their length", () => {
		const hours = (span: "day" | "month", date: Date) => {
			const { from, to } = limitsOf(periodOf(span, date));
			return (to - from) / 3600;
		};
		expect(hours("day", new Date(2021, 7, 13, 23, 59))).toBe(24);
		expect(limitsOf(periodOf("month", new Date(2021, 11, 31))).to).toBe(new Date(2022, 0, 1).getTime() / 1000);
		expect(hours("month", new Date(2021, 1, 10))).toBe(28 * 24);
	});
});
