import { numberOf } from "@/lib/device/counter/day-list";
import type { DayPositive } from "@/lib/device/counter/positive-store";
import { csvText } from "@/lib/shared/csv";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { stateOf } from "./entry-state";
import type { DayEntry } from "./use-day-list";

export type ListWords = {
	readonly columns: readonly string[];
	readonly state: (entry: DayEntry) => string;
	readonly act: (entry: DayEntry) => string;
	readonly at: (time: NumericDate) => string;
	readonly positive: { readonly act: string; readonly state: (row: DayPositive["row"]) => string };
};

/** [SH-5] [SH-15] The list as it is on the screen, oldest first, with the positive results between. */
export function listCsv(
	entries: readonly DayEntry[],
	words: ListWords,
	positives: readonly DayPositive[] = [],
): string {
	const lines = [
		...entries.map((entry) => ({ at: entry.row.queuedAt, line: entryLine(entry, words) })),
		...positives.map((each) => ({ at: each.row.queuedAt, line: positiveLine(each, words) })),
	];
	// Those of one second stay as they are listed.
	const rows = lines.toReversed().toSorted((a, b) => a.at - b.at);
	return csvText([words.columns, ...rows.map(({ line }) => line)]);
}

function positiveLine({ row, result }: DayPositive, { positive, at }: ListWords): readonly string[] {
	const { family = "", given = "", birth = "" } = result?.identity ?? {};
	return [
		...["", at(row.queuedAt), family, given, birth, positive.act],
		...[result === undefined ? "" : at(result.sampled.at), "", positive.state(row)],
		row.state === "registered" ? at(row.registeredAt) : "",
	];
}

function entryLine(entry: DayEntry, { state, act, at }: ListWords): readonly string[] {
	const { row, sheet } = entry;
	return [
		String(numberOf(row)),
		at(row.queuedAt),
		...(sheet == null
			? ["", "", "", "", "", ""]
			: [
					...[sheet.person.family, sheet.person.given, sheet.person.birth, act(entry)],
					...[at(sheet.performedAt), at(sheet.expires)],
				]),
		state(entry),
		row.state === "registered" ? at(row.registeredAt) : "",
	];
}

/** Whether an entry is what somebody looks for: parts of names in any order and case, accents or not; a number; a birth. */
export function isFound(entry: DayEntry, sought: string): boolean {
	const { row, sheet } = entry;
	const written = sheet?.written;
	return isIn(
		[
			...(sheet == null ? [] : [sheet.person.family, sheet.person.given, ...birthForms(sheet.person.birth)]),
			...(written === undefined ? [] : [written.family, written.given]),
			...[`${numberOf(row)}`, stateOf(entry)],
		],
		sought,
	);
}

export function isFoundPositive({ result }: DayPositive, sought: string): boolean {
	const identity = result?.identity;
	if (identity === undefined) return sought === "";
	const { family, given, birth, latin } = identity;
	return isIn([family, given, latin?.family ?? "", latin?.given ?? "", ...birthForms(birth)], sought);
}

function isIn(texts: readonly string[], sought: string): boolean {
	const text = plain(texts.join(" "));
	return plain(sought)
		.split(/\s+/)
		.every((part) => text.includes(part));
}

function birthForms(birth: string): readonly string[] {
	const turned = birth.split("-").reverse();
	return [birth, turned.join("/"), turned.join("")];
}

function plain(text: string): string {
	return text
		.normalize("NFD")
		.replace(/\p{M}/gu, "")
		.replace(/[’ʼ`´]/g, "'")
		.toLowerCase()
		.trim();
}
