import { describe, expect, it } from "vitest";
import { longFunctions } from "./long-functions";

/** A function of that many lines, its first and last included. */
const functionOf = (count: number, head = "function f() {", end = "}") =>
	[head, ...Array.from({ length: count - 2 }, () => "\tgo();"), end].join("\n");

describe("long functions", () => {
	it("are those of more than sixty lines", () => {
		expect(longFunctions({ file: "a.ts", text: functionOf(60) })).toEqual([]);
		expect(longFunctions({ file: "a.ts", text: `// one\n\n${functionOf(61)}` })).toEqual([
			{ place: "a.ts:3", lines: 61 },
		]);
	});

	it.each([
		["an arrow function", "const f = () => {", "};"],
		["a method", "class A { m() {", "} }"],
		["an accessor", "class A { get m() {", "} }"],
	])("are found as %s", (_, head, end) => {
		expect(longFunctions({ file: "a.ts", text: functionOf(61, head, end) })).toHaveLength(1);
	});

	it("are found in what draws", () => {
		const text = ["function A() {\n\treturn (\n\t\t<ul>", ...Array(60).fill("\t\t\t<li />"), "\t\t</ul>\n\t);\n}"].join(
			"\n",
		);
		expect(longFunctions({ file: "a.tsx", text })).toEqual([{ place: "a.tsx:1", lines: 66 }]);
	});

	it("are not functions of braces in text or comments", () => {
		expect(
			longFunctions({ file: "a.ts", text: `const text = \`${functionOf(80)}\`;\n/*\n${functionOf(80)}\n*/` }),
		).toEqual([]);
	});
});
