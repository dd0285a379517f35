/** No rule without a witness: each is named by a vector or by the title of a test. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/spec.md"), "utf8");
const rules = [...page.matchAll(/^- \[([A-Z]{1,2}-\d+)\]/gm)].map(([, rule = ""]) => rule);

function filesUnder(folder: string, ending: RegExp): string[] {
	return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => ending.test(name) && !name.includes("node_modules"))
		.map((name) => join(folder, name));
}

function rulesOfVectors(): string[] {
	return readdirSync(join(root, "tests/vectors"))
		.filter((name) => name.endsWith(".json"))
		.flatMap((name): unknown => JSON.parse(readFileSync(join(root, "tests/vectors", name), "utf8")))
		.flatMap((vector) => (typeof vector === "object" && vector && "rule" in vector ? String(vector.rule) : []));
}

/** `[RP-4]` inside the first string of describe, it or test. */
function rulesOfTitles(): string[] {
	const files = ["lib", "app", "tests", "scripts"].flatMap((folder) =>
		filesUnder(folder, /\.(test|spec)\.(tsx?|mjs)$/),
	);
	const titles = /\b(?:describe|it|test)(?:\.\w+(?:\([^)]*\))?)*\(\s*[`"']([^`"'\n]*)/g;
	return files.flatMap((file) => {
		const text = readFileSync(join(root, file), "utf8");
		return [...text.matchAll(titles)].flatMap(([, title = ""]) =>
			[...title.matchAll(/\[([A-Z]{1,2}-\d+)\]/g)].map(([, rule = ""]) => rule),
		);
	});
}

describe("docs/spec.md", () => {
	it("has the rules of every section", () => {
		expect(rules).toHaveLength(38);
		expect(new Set(rules).size).toBe(rules.length);
		for (const family of ["K", "RP", "DL", "TL", "CC", "V", "P"]) {
			expect(rules.some((rule) => rule.startsWith(`${family}-`))).toBe(true);
		}
	});

	it("has a vector or a test for every rule", () => {
		const witnessed = new Set([...rulesOfVectors(), ...rulesOfTitles()]);
		expect(rules.filter((rule) => !witnessed.has(rule))).toEqual([]);
	});

	it("every rule that a vector names exists", () => {
		expect([...new Set(rulesOfVectors())].filter((rule) => !rules.includes(rule))).toEqual([]);
	});
});
