/** Cruises a project by the rules of its .dependency-cruiser.cjs. */
import { existsSync } from "node:fs";
import path from "node:path";
import { cruise } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const SOURCES = ["app", "lib", "server", "tools", "scripts", "tests", "bench", "instrumentation.ts"];

export type LayerReport = {
	/** Modules. */
	readonly totalCruised: number;
	readonly rules: number;
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
	const rules = options.ruleSet?.forbidden?.length ?? 0;
	return { totalCruised: output.summary.totalCruised, rules, violations };
}
