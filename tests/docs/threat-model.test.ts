/** What docs/threat-model.md says is held has a test or vector of the very name that it gives. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/threat-model.md"), "utf8");
const rows = [...page.matchAll(/^\| `(test_\w+)` \| (.+?) \| (.+) \|$/gm)].map(([, name, state, by = ""]) => ({
	name,
	state,
	titles: [...by.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title),
	by,
}));

function textsUnder(folder: string, ending: RegExp): string {
	return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => ending.test(name))
		.map((name) => readFileSync(join(root, folder, name), "utf8"))
		.join("\n");
}

describe("attacks on updates that TUF tests", () => {
	it("are 53, each with an answer", () => {
		expect(rows).toHaveLength(53);
		expect(new Set(rows.map(({ name }) => name)).size).toBe(53);
		expect(rows.filter(({ state }) => !["held", "n/a"].includes(state ?? ""))).toEqual([]);
	});

	it("are held by tests and vectors that exist", () => {
		const tests = textsUnder("lib", /\.test\.ts$/) + textsUnder("tests", /\.(test\.ts|json)$|^conformance\/.*\.ts$/);
		const named = rows.flatMap(({ titles }) => titles);
		expect(named.length).toBeGreaterThan(30);
		expect(named.filter((title) => !tests.includes(`"${title}"`))).toEqual([]);
		expect(rows.filter(({ state, by }) => state === "held" && !/"|\.test\.ts|^the same/.test(by))).toEqual([]);
	});
});
