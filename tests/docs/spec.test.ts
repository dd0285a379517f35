/** No rule without a witness: each is named by a vector or by the title of a test. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCode } from "@/lib/checkcode/check-code";
import { deriveGKey, derivePKeys } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import { base64url } from "@/lib/shared/bytes";

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
	const files = ["lib", "app", "server", "tests", "scripts"].flatMap((folder) =>
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
		expect(rules.length).toBeGreaterThanOrEqual(55);
		expect(new Set(rules).size).toBe(rules.length);
		for (const family of [
			"K",
			"RP",
			"DL",
			"TL",
			"CC",
			"V",
			"P",
			"OB",
			"CI",
			"DP",
			"TR",
			"GG",
			"ND",
			"SC",
			"VS",
			"AB",
			"AU",
			"RT",
		]) {
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

	it("[CC-2] [CC-5] prints an example code that a counter issues and a door accepts", () => {
		const printed = /Printed as .*`([\d-]+) {2}([A-Z\d ]+)`/.exec(page);
		const master = Uint8Array.from({ length: 32 }, (_, i) => i);
		const day = "2021-08-16";
		const facts = { birth: "1990-02-03", initials: "EC" };
		const keys = { pharmacy: "40123", days: { [day]: derivePKeys(master, "40123", day).map(base64url) } };
		const exp = Date.parse("2021-08-16T15:00:00Z") / 1_000;
		const issued = issueCode(keys, { pharmacy: "40123", kind: "N", exp, ...facts });
		expect(issued).toEqual({ ok: true, value: { number: printed?.[1], code: printed?.[2], ends: exp } });

		const held = Object.fromEntries([0, 2, 4, 6, 8, 10].map((i) => [i, base64url(deriveGKey(master, day, i))]));
		const typed = { number: printed?.[1] ?? "", code: printed?.[2] ?? "", ...facts };
		expect(checkCode({ days: { [day]: held } }, typed, exp - 1).outcome).toBe("accepted");
	});
});
