import { describe, expect, it } from "vitest";
import { sourceFigures } from "./source-figures";

const lines = (count: number, line = "go();") => Array.from({ length: count }, () => line).join("\n");
const longFunction = `export function long() {\n${lines(59)}\n}\n`;

describe("the figures of the sources", () => {
	it("count files, and their lines without the last line end", () => {
		const sources = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100].map((count) => ({
			file: `lib/f${count}.ts`,
			text: `${lines(count)}\n`,
		}));
		const figures = sourceFigures(
			[...sources.slice(0, 9), { ...sources[9], file: "lib/a.test.ts" }] as typeof sources,
			new Set(),
		);
		expect(figures).toMatchObject({ files: 10, filesWithoutTests: 9, lines: { median: 6, p90: 100, max: 100 } });
	});

	it("are zero without sources", () => {
		expect(sourceFigures([], new Set())).toMatchObject({ files: 0, lines: { median: 0, p90: 0, max: 0 } });
	});

	it("count long functions of modules and of components, and none of tests", () => {
		const files = ["lib/a.ts", "app/b.tsx", "lib/c.test.ts", "tests/support/d.ts"];
		const figures = sourceFigures(
			files.map((file) => ({ file, text: longFunction })),
			new Set(),
		);
		expect(figures.longFunctions).toEqual([
			{ place: "lib/a.ts:1", lines: 61 },
			{ place: "app/b.tsx:1", lines: 61 },
		]);
	});

	it("name modules that are not type-checked: unread, or JavaScript that does not ask for it", () => {
		const sources = [
			{ file: "lib/read.ts", text: "" },
			{ file: "lib/unread.ts", text: "" },
			{ file: "scripts/bootstrap/asks.mjs", text: "// @ts-check\n" },
			{ file: "scripts/bootstrap/silent.mjs", text: "go();\n" },
			{ file: "next.config.js", text: "" },
		];
		const read = new Set(sources.map(({ file }) => file).filter((file) => !file.includes("unread")));
		const figures = sourceFigures(sources, read);
		expect(figures.modules).toBe(4);
		expect(figures.unchecked).toEqual(["lib/unread.ts", "scripts/bootstrap/silent.mjs"]);
	});
});
