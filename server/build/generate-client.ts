// Generates the Prisma client into generated/prisma. Works offline: the command insists on a native schema engine that
// generation never calls, so it is pointed at an executable that exists.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

const require = createRequire(import.meta.url);
const prisma = join(dirname(require.resolve("prisma/package.json")), "build", "index.js");

const run = spawnSync(process.execPath, [prisma, "generate", "--schema", join(ROOT, "prisma", "schema.prisma")], {
	cwd: ROOT,
	stdio: ["ignore", "pipe", "pipe"],
	encoding: "utf8",
	env: {
		...process.env,
		PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
		PRISMA_HIDE_UPDATE_MESSAGE: "1",
		CHECKPOINT_DISABLE: "1",
		NO_COLOR: "1",
	},
});
if (run.status !== 0) {
	console.error(run.stdout, run.stderr);
	process.exit(run.status ?? 1);
}
console.log("Prisma client generated into generated/prisma.");
