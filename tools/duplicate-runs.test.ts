import { describe, expect, it } from "vitest";
import { duplicateRuns } from "./duplicate-runs";

const steps = (...names: readonly string[]) => names.map((name) => `${name}();`).join("\n");
const SIX = steps("one", "two", "three", "four", "five", "six");

describe("duplicate runs", () => {
	it("are six lines that stand in two files, with where each begins", () => {
		const sources = [
			{ file: "a.ts", text: `begin();\n${SIX}\n` },
			{ file: "b.ts", text: `// Other.\n\n${SIX}\nend();\n` },
		];
		expect(duplicateRuns(sources)).toEqual([{ first: "a.ts:2", second: "b.ts:3", lines: 6 }]);
	});

	it("are found within one file", () => {
		expect(duplicateRuns([{ file: "a.ts", text: `${SIX}\nbetween();\n${SIX}` }])).toEqual([
			{ first: "a.ts:1", second: "a.ts:8", lines: 6 },
		]);
	});

	it("are reported once, as long as they are", () => {
		const text = `${SIX}\n${steps("seven", "eight")}`;
		const [a, b, c] = ["a.ts", "b.ts", "c.ts"].map((file) => ({ file, text }));
		expect(duplicateRuns([a, b, c] as { file: string; text: string }[])).toEqual([
			{ first: "a.ts:1", second: "b.ts:1", lines: 8 },
			{ first: "a.ts:1", second: "c.ts:1", lines: 8 },
		]);
	});

	it("are no five lines", () => {
		const text = steps("one", "two", "three", "four", "five");
		expect(duplicateRuns(["a.ts", "b.ts"].map((file) => ({ file, text })))).toEqual([]);
	});

	it("are seen through indentation, comments, blank lines and closing brackets", () => {
		const other = steps("one", "two").concat("\n\t// Why.\n\t}\n\n\t\t", steps("three", "four", "five", "six"));
		const sources = [
			{ file: "a.ts", text: SIX },
			{ file: "b.ts", text: other },
		];
		expect(duplicateRuns(sources)).toEqual([{ first: "a.ts:1", second: "b.ts:1", lines: 6 }]);
	});

	it("are no imports, on one line or several", () => {
		const names = ["a", "b", "c", "d", "e", "f", "g"];
		const text = `import {\n${names.map((name) => `\t${name},`).join("\n")}\n} from "x";\n${names.map((name) => `import "${name}";`).join("\n")}\n`;
		expect(duplicateRuns(["a.ts", "b.ts"].map((file) => ({ file, text })))).toEqual([]);
	});
});
