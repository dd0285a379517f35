/**
 * Checks the import rules of .dependency-cruiser.cjs, and that there was something to check.
 *
 * A cruise that finds no module reports "no violations" (a compiler it cannot use is enough for that), so an empty
 * cruise is a failure here. The only argument is a folder; it defaults to the project's.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { cruise } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { generateClient } from "../server/build/build";

const SOURCES = ["app", "lib", "server", "tools", "scripts", "tests", "bench", "instrumentation.ts"];

export type LayerReport = {
	readonly totalCruised: number;
	readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
};

/** @param folder of a project with .dependency-cruiser.cjs and tsconfig.json */
export async function checkLayers(folder: string): Promise<LayerReport> {
	const options = await extractDepcruiseOptions(path.join(folder, ".dependency-cruiser.cjs"));
	const tsConfig = extractTSConfig(path.join(folder, "tsconfig.json"));
	const sources = SOURCES.filter((source) => existsSync(path.join(folder, source)));
	const { output } = await cruise(sources, { ...options, baseDir: folder, validate: true }, undefined, { tsConfig });
	if (typeof output === "string") throw new Error("dependency-cruiser answered text, not its result");
	const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
	return { totalCruised: output.summary.totalCruised, violations };
}

async function main(): Promise<void> {
	const [given] = process.argv.slice(2);
	// On a fresh clone the database client is not there, and imports of it would lead nowhere.
	if (given === undefined) await generateClient();
	const folder = path.resolve(given ?? ROOT);
	const { totalCruised, violations } = await checkLayers(folder);
	for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
	if (totalCruised === 0) console.error("no module was cruised: the layer rules were not checked");
	console.log(`layers: ${totalCruised} modules, ${violations.length} violations`);
	if (totalCruised === 0 || violations.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
