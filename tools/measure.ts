/** `npm run measure`: how large the project's files and functions are, what is unused, unchecked or there twice. */
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { findUnused } from "./find-unused";
import { sourceFigures } from "./source-figures";
import { sourceFiles } from "./source-files";

function checkedFiles(): ReadonlySet<string> {
	const read = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
	const { fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT);
	return new Set(fileNames.map((name) => path.relative(ROOT, name).replaceAll(path.sep, "/")));
}

const sources = sourceFiles().map((file) => ({ file, text: readFileSync(path.join(ROOT, file), "utf8") }));
const figures = sourceFigures(sources, checkedFiles());
const unused = (await findUnused(ROOT)).filter(({ kind }) => kind === "exports" || kind === "types");

for (const { place, lines } of figures.longFunctions) console.log(`  ${place}: ${lines} lines`);
for (const { first, second, lines } of figures.duplicateRuns) console.log(`  ${first} = ${second}: ${lines} lines`);
for (const file of figures.unchecked) console.log(`  ${file}: not type-checked`);
console.log(`files: ${figures.files} (${figures.filesWithoutTests} without tests)`);
console.log(`lines: median ${figures.lines.median}, p90 ${figures.lines.p90}, max ${figures.lines.max}`);
console.log(`functions over 60 lines: ${figures.longFunctions.length}`);
console.log(`unused exports: ${unused.length}`);
console.log(`modules type-checked: ${figures.modules - figures.unchecked.length} of ${figures.modules}`);
console.log(`duplicate runs of 6 lines or more, outside tests: ${figures.duplicateRuns.length}`);
