import { expect, it } from "vitest";
import { codeHash } from "@/lib/checkcode/code-hash";
import { compare, type Witnesses } from "./compare";

const CODES = ["0123 4567 89AB CDEF", "ZYXW VTSR QPNM KJHG"] as const;
const hash = (code: string) => Buffer.from(codeHash("40123", code.replaceAll(" ", ""))).toString("hex");

function day(): Witnesses & { [Name in keyof Witnesses]: Witnesses[Name][number][] } {
	const people = ["UN", "DEUX"];
	return {
		people,
		seen: people.map((family, i) => ({ index: i, pharmacy: "40123-3", code: CODES[i] ?? "", family })),
		listed: people.map((family, index) => ({ index, family, state: "registered" })),
		records: people.map((_, index) => ({ index, state: "registered", codeHash: hash(CODES[index] ?? "") })),
	};
}

it("a day on which everybody agrees", () => {
	expect(compare(day())).toEqual({ issued: 2, registered: 2, lost: [], duplicated: [], reused: [] });
});

it("a sheet without a record, with another code's or with an entry that still waits is lost", () => {
	const unregistered = day();
	unregistered.records.pop();
	expect(compare(unregistered)).toMatchObject({ registered: 1, lost: ["DEUX"] });
	const refused = day();
	refused.records[1] = { index: 1, state: "refused", codeHash: hash(CODES[1]) };
	expect(compare(refused)).toMatchObject({ registered: 1, lost: ["DEUX"] });
	const exchanged = day();
	exchanged.records[1] = { index: 1, state: "registered", codeHash: hash(CODES[0]) };
	expect(compare(exchanged).lost).toEqual(["DEUX"]);
	const waiting = day();
	waiting.listed[1] = { index: 1, family: "DEUX", state: "waiting" };
	expect(compare(waiting).lost).toEqual(["DEUX"]);
});

it("somebody whose sheet nobody ever saw is lost", () => {
	const unseen = day();
	unseen.seen.pop();
	expect(compare(unseen).lost).toEqual(["DEUX"]);
	const gone = day();
	for (const part of [gone.seen, gone.listed, gone.records]) part.pop();
	expect(compare(gone)).toMatchObject({ issued: 1, lost: ["DEUX"] });
});

it("a second attestation for one person, and a record of nobody, are doubles", () => {
	const twice = day();
	twice.listed.push({ index: 5, family: "UN", state: "registered" });
	expect(compare(twice).duplicated).toEqual(["UN"]);
	const stray = day();
	stray.records.push({ index: 9, state: "registered", codeHash: "000000" });
	expect(compare(stray)).toMatchObject({ registered: 3, duplicated: ["nobody's 9"] });
});

it("one index for two people, two codes or two records is reused", () => {
	const people = day();
	people.listed[1] = { index: 0, family: "DEUX", state: "registered" };
	expect(compare(people).reused).toEqual([0]);
	const codes = day();
	codes.seen.push({ index: 1, pharmacy: "40123-3", code: CODES[0], family: "DEUX" });
	expect(compare(codes).reused).toEqual([1]);
	const records = day();
	records.records.push({ index: 1, state: "registered", codeHash: hash(CODES[1]) });
	expect(compare(records).reused).toEqual([1]);
});
