/** `npm run measure`: how large the project's files and functions are, what is unused, unchecked or there twice. */
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { duplicateRuns, type SourceText } from "./duplicate-runs";
import { findUnused } from "./find-unused";
import { longFunctions } from "./long-functions";
import { isTest, sourceFiles } from "./source-files";

/** The value below which the given part of the sorted numbers lies. */
function quantile(sorted: readonly number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Files that `npm run typecheck` reads; of those in JavaScript, only the ones that ask for it. */
function checkedFiles(): ReadonlySet<string> {
	const read = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
	const { fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, ROOT);
	return new Set(fileNames.map((name) => path.relative(ROOT, name).replaceAll(path.sep, "/")));
}

const sources = sourceFiles().map((file) => ({ file, text: readFileSync(path.join(ROOT, file), "utf8") }));
const lengths = sources.map(({ text }) => text.trimEnd().split("\n").length).sort((a, b) => a - b);
const own = sources.filter(({ file }) => !isTest(file));
const long = own.filter(({ file }) => !file.endsWith(".tsx")).flatMap(longFunctions);
const runs = duplicateRuns(own);
const checked = checkedFiles();
const modules = sources.filter(({ file }) => !/^[^/]+\.(js|cjs)$/.test(file));
const isChecked = ({ file, text }: SourceText) =>
	checked.has(file) && (!file.endsWith(".mjs") || text.startsWith("// @ts-check\n"));
const unchecked = modules.filter((source) => !isChecked(source)).map(({ file }) => file);
const unused = (await findUnused(ROOT)).filter(({ kind }) => kind === "exports" || kind === "types");

for (const { place, lines } of long) console.log(`  ${place}: ${lines} lines`);
for (const { first, second, lines } of runs) console.log(`  ${first} = ${second}: ${lines} lines`);
for (const file of unchecked) console.log(`  ${file}: not type-checked`);
console.log(`files: ${sources.length} (${own.length} without tests)`);
console.log(`lines: median ${quantile(lengths, 0.5)}, p90 ${quantile(lengths, 0.9)}, max ${lengths.at(-1) ?? 0}`);
console.log(`functions over 60 lines: ${long.length}`);
console.log(`unused exports: ${unused.length}`);
console.log(`modules type-checked: ${modules.length - unchecked.length} of ${modules.length}`);
console.log(`duplicate runs of 6 lines or more, outside tests: ${runs.length}`);
