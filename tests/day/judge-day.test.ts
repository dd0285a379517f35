import { expect, it } from "vitest";
import { hashOfCode } from "../chaos/compare";
import { judgeDay, type WholeDay } from "./judge-day";

const paper = (id: string, family: string) => {
	const digit = String(family.length);
	return { id, family, pharmacy: "40123-3", code: `0123 4567 89AB CDE${digit}` };
};
const record = (id: string, family: string, state = "registered") => ({
	...{ id, state },
	codeHash: hashOfCode(paper(id, family)),
});

/** Two ordinary people, and two who shared an index and have new papers. */
function day(): WholeDay & { [Name in "papers" | "records" | "shared"]: WholeDay[Name][number][] } {
	return {
		papers: [
			...[paper("a.1", "UN"), paper("a.2", "DEUX"), paper("a.3", "TROIS"), paper("a.3", "QUATRE")],
			...[paper("b.1", "TROIS"), paper("b.2", "QUATRE")],
		],
		shared: ["TROIS", "QUATRE"],
		records: [
			...[record("a.1", "UN"), record("a.2", "DEUX"), record("a.3", "TROIS", "revoked")],
			...[record("b.1", "TROIS"), record("b.2", "QUATRE")],
		],
		unsettled: 0,
	};
}

it("a day on which everybody has one paper that is registered", () => {
	expect(judgeDay(day())).toEqual({
		line: "day: acts 4, papers read 6, registered 4, lost 0, duplicated 0, index reused 0, met offline 2",
		faults: [],
	});
});

it("says what is lost, doubled, reused, named for nothing or not settled", () => {
	const lost = day();
	lost.records.shift();
	expect(judgeDay(lost).faults).toEqual(["lost: UN"]);
	const another = day();
	another.records[0] = { ...record("a.1", "UN"), codeHash: "000000" };
	expect(judgeDay(another).faults).toEqual(["lost: UN"]);
	const doubled = day();
	doubled.records.push(record("c.9", "UN"));
	expect(judgeDay(doubled).faults).toEqual(["doubles: 1"]);
	const unnamed = day();
	unnamed.shared.splice(0);
	expect(judgeDay(unnamed).faults).toEqual(["index reused: a.3"]);
	const named = day();
	named.shared.push("UN");
	expect(judgeDay(named).faults).toEqual(["named for nothing: UN"]);
	expect(judgeDay({ ...day(), unsettled: 1 }).faults).toEqual(["shared and not revoked: 1"]);
});
