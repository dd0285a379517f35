/** What was seen in the field, text by text, with the verdict that it should have: the answers of `relais verify`. */
import { describe, expect, it } from "vitest";
import { commandFolder, jsonLines, lines, runRelais } from "../support/run-relais";
import { readCorpusJson } from "./corpus";

type Report = {
	readonly bundle: unknown;
	readonly lines: readonly {
		readonly id: string;
		readonly text: string;
		readonly at: string;
		readonly expected: readonly string[];
	}[];
};

const REPORTS = [
	["V-8", "F04-shc-upper-case-scheme"],
	["V-8", "F10-scanner-identifier-prefix"],
	["V-8", "F11-wallet-links"],
	["V-9", "F12-other-pass-families"],
	["P-8", "F15-shc-imprecise-dates-and-missing-parts"],
	["V-11", "F16-dates-and-names-shown-raw"],
	["V-8", "F17-trailing-newline-in-code"],
	["V-10", "F18-listed-key-the-platform-cannot-use"],
] as const;
const folder = commandFolder();

describe("reports from the field", () => {
	it.each(REPORTS)("[%s] %s", async (_, name) => {
		const report = readCorpusJson<Report>(`reports/${name}.json`);
		if (report === undefined) return console.warn(`${name} is not here: skipped`);
		const bundle = folder.file(`${name}.json`, report.bundle);
		const { stdout } = await runRelais(["verify", "--bundle", bundle], lines(...report.lines));
		const answers = jsonLines(stdout).map(({ id, outcome, reason }) => [
			id,
			outcome,
			...(reason === null ? [] : [reason]),
		]);
		expect(answers).toEqual(report.lines.map(({ id, expected }) => [id, ...expected]));
	});
});
