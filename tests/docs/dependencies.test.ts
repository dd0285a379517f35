/** docs/dependencies.md and package.json name the same packages, with the licence that each package states. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/dependencies.md"), "utf8");
type Manifest = { readonly dependencies?: object; readonly devDependencies?: object; readonly license?: string };
const manifestOf = (folder: string) =>
	JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest & {
		readonly [key: string]: unknown;
	};

const HEAD = "| package | what for | instead of | maintained by | licence |\n";

/** The rows of the n-th table of packages: its five cells. */
function rowsOf(table: number): string[][] {
	const text = page.split(HEAD)[table + 1] ?? "";
	const end = text.search(/^(?!\|)/m);
	const lines = text.slice(0, end).trim().split("\n").slice(1);
	return lines.map((line) =>
		line
			.split("|")
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}
const namesOf = (table: number) => rowsOf(table).map(([name = ""]) => name.replaceAll("`", ""));

describe("docs/dependencies.md", () => {
	const { dependencies = {}, devDependencies = {} } = manifestOf(".");

	it("has a row for every dependency, and a dependency for every row", () => {
		expect(namesOf(0).sort()).toEqual(Object.keys(dependencies).sort());
		expect(namesOf(1).sort()).toEqual(Object.keys(devDependencies).sort());
	});

	it("says of each what it is for, what was considered and who maintains it", () => {
		for (const cells of [...rowsOf(0), ...rowsOf(1)]) {
			expect(cells, cells[0]).toHaveLength(5);
			expect(cells, cells[0]).not.toContain("");
		}
	});

	it("gives the licence that the package states", () => {
		for (const [name = "", , , , licence] of [...rowsOf(0), ...rowsOf(1)]) {
			const folder = `node_modules/${name.replaceAll("`", "")}`;
			expect([name, licence]).toEqual([name, manifestOf(folder).license]);
		}
	});

	it("every dependency is pinned exactly", () => {
		for (const version of Object.values({ ...dependencies, ...devDependencies })) {
			expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.-]+)?$/);
		}
	});
});
