import { expect, it } from "vitest";
import { type Answers, countAnswer } from "../fleet/ledger";
import { summary } from "./summary";

const whole = { made: 2, acknowledged: 2, stored: 2, lost: [], duplicated: [], waiting: [] };

it("a run is one line: every answer by its status, and what is lost or doubled of both kinds", () => {
	const answers: Answers = new Map();
	for (const route of ["POST /api/records", "GET /pass", "GET /pass"]) countAnswer(answers, { kind: "200", route });
	countAnswer(answers, { kind: "503", route: "GET /pass" });
	const line = summary({
		answers,
		restarts: 10,
		verdicts: { records: { ...whole, lost: ["a"] }, "check-ins": { ...whole, stored: 3, duplicated: ["b", "c"] } },
		opened: 7,
		longest: { ms: 1_234, call: "a page" },
		seconds: 118,
	});
	expect(line).toBe(
		"4 calls (200: 3, 503: 1); 10 restarts; records 2 acknowledged, 2 stored; check-ins 2 acknowledged, 3 stored; " +
			"lost 1, duplicated 2; passes opened 7 times; longest wait of an interactive call 1.2 s (a page); 118 s",
	);
});
