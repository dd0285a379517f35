/** Compiles everything, then the pure folders once more without a platform (tsconfig.core.json). */
import { rm } from "node:fs/promises";
import path from "node:path";
import { ROOT, runNode, StepFailed } from "../scripts/bootstrap/project.mjs";
import { generateClient } from "../server/build/build";

const tool = (name: string) => path.join(ROOT, "node_modules", name);

// Route types of pages that are gone would not compile: they are made anew.
for (const folder of [".next/types", ".next/dev/types"])
	await rm(path.join(ROOT, folder), { recursive: true, force: true });
try {
	await generateClient();
	await runNode([tool("next/dist/bin/next"), "typegen"], { name: "next typegen" });
	await runNode([tool("typescript/bin/tsc"), "--noEmit"], { name: "tsc" });
	await runNode([tool("typescript/bin/tsc"), "--noEmit", "-p", "tsconfig.core.json"], { name: "tsc (pure folders)" });
} catch (error) {
	if (!(error instanceof StepFailed)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
