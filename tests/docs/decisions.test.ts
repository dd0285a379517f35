import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../docs/decisions");
const files = readdirSync(folder)
	.filter((name) => name !== "README.md")
	.sort();

describe("decision records", () => {
	it("are numbered from 001 without gaps or doubles", () => {
		const numbers = files.map((name) => Number(name.slice(0, 3)));
		expect(numbers).toEqual(numbers.map((_, index) => index + 1));
	});

	it.each(files)("%s has a date, a status and the three headings", (name) => {
		const text = readFileSync(join(folder, name), "utf8");
		expect(name).toMatch(/^\d{3}-[a-z0-9-]+\.md$/);
		expect(text).toMatch(new RegExp(`^# ${name.slice(0, 3)} \\S`));
		expect(text).toMatch(/^Date: \d{4}-\d{2}-\d{2}$/m);
		expect(text).toMatch(/^Status: (proposed|accepted|replaced by \d{3})$/m);
		const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
		expect(headings).toEqual(["Context", "Decision", "Consequences"]);
	});
});
