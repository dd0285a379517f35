import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { SPOKEN } from "@/app/(door)/scan/verdict/spoken-codes";
import { PROBLEM_CODES, PROBLEMS } from "@/lib/protocol/problem";
import { REFUSAL_ANSWERS } from "@/lib/server/http/service-answer";
import { readTypes, type TypeReader, writtenCodes } from "./type-codes";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/error-codes.md"), "utf8");

/** A marker comment and the code spans of the table under it, row by row. */
type Section = { readonly marker: string; readonly rows: readonly (readonly string[])[] };

const sections: readonly Section[] = [...page.matchAll(/^<!-- (.+) -->\n((?:\|.*\n)+)/gm)].map(
	([, marker = "", table = ""]) => ({
		marker,
		rows: table
			.trim()
			.split("\n")
			.slice(2)
			.map((row) => [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "")),
	}),
);
const firstColumn = ({ rows }: Section) => rows.map(([code = ""]) => code);
const documented = new Set(sections.flatMap(firstColumn));

let types: TypeReader;
beforeAll(() => {
	const files = page.matchAll(/(lib|app)\/\S+\.ts(?= [A-Z])/g);
	types = readTypes(root, [...new Set([...files].map(([file]) => file))]);
}, 120_000);

function typedCodes(marker: string): string[] {
	const [included = "", excluded] = marker.replace(/^codes: /, "").split(" - ");
	const literalsOf = (source: string) => {
		const [file = "", name = ""] = source.split(" ");
		return types.literalsOf(file, name);
	};
	const without = new Set(excluded === undefined ? [] : literalsOf(excluded));
	return literalsOf(included).filter((code) => !without.has(code));
}

/** In these folders every word with underscores is a code. */
function literalsIn(folders: readonly string[]): Set<string> {
	const found = new Set<string>();
	for (const folder of folders) {
		for (const name of readdirSync(join(root, folder))) {
			if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
			const text = readFileSync(join(root, folder, name), "utf8");
			for (const match of text.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)) found.add(match[1] ?? "");
		}
	}
	return found;
}

describe("docs/error-codes.md", () => {
	const marked = (kind: string) => sections.filter(({ marker }) => marker.startsWith(kind));

	it("has a table under every marker", () => {
		expect(sections.length).toBe([...page.matchAll(/^<!-- /gm)].length);
		for (const section of sections) expect(firstColumn(section), section.marker).not.toContain("");
	});

	it.each(marked("codes: ").map((section) => [section.marker, section] as const))("%s", (marker, section) => {
		expect(firstColumn(section).sort()).toEqual(typedCodes(marker).sort());
	});

	it.each(marked("literals: ").map((section) => [section.marker, section] as const))("%s", (marker, section) => {
		const codes = literalsIn(marker.replace("literals: ", "").split(" "));
		for (const verdict of types.literalsOf("lib/verify/verdict.ts", "VerdictReason")) codes.delete(verdict);
		expect(firstColumn(section).sort()).toEqual([...codes].sort());
	});

	it("gives each reason of a door the code that it speaks", () => {
		const spoken = sections.flatMap(({ rows }) => rows.filter(([, second]) => /^[A-Z]-[A-Z]+$/.test(second ?? "")));
		for (const [code = "", short] of spoken)
			expect([code, short]).toEqual([code, SPOKEN[code as keyof typeof SPOKEN].code]);
		expect(new Set(spoken.map(([code]) => code))).toEqual(new Set(Object.keys(SPOKEN)));
	});

	it("gives each problem of the API its HTTP status", () => {
		const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \|/gm)].map(([, code, status]) => [
			code,
			Number(status),
		]);
		expect(rows).toEqual(PROBLEM_CODES.map((code) => [code, PROBLEMS[code].status]));
	});

	it("gives each refusal of a service the problem that it becomes", () => {
		const rows = sections.find(({ marker }) => marker.endsWith(" RefusalCode"))?.rows;
		const table = Object.entries(REFUSAL_ANSWERS).map(([code, { problem }]) => [code, problem]);
		expect(rows?.map((codes) => codes.slice(0, 2))).toEqual(table);
	});

	it("lists every code that the sources write", () => {
		const missing = [...writtenCodes(root)].filter(([code]) => !documented.has(code));
		expect(missing).toEqual([]);
	});

	it("lists no code twice in one table", () => {
		for (const section of sections) expect(new Set(firstColumn(section)).size).toBe(section.rows.length);
	});
});
