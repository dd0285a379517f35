import { defineConfig } from "@playwright/test";
import { ENGINE_NAMES } from "./engines/packages";
import type { EngineChoice } from "./test";

/** The suite of `npm run test:browsers`: each spec in each engine. tests/browsers/main.ts says which engines are here. */
export default defineConfig<object, EngineChoice>({
	testDir: ".",
	workers: 1,
	forbidOnly: process.env["CI"] !== undefined,
	retries: 0,
	timeout: 240_000,
	expect: { timeout: 30_000 },
	outputDir: "../../test-results/browsers",
	reporter: "list",
	projects: ENGINE_NAMES.map((engineName) => ({ name: engineName, use: { engineName } })),
});
