/**
 * Runs a TypeScript program that drives real browsers: prepares what it needs, then starts it in a process of its own,
 * so that this one stays plain Node.
 */
import { spawn } from "node:child_process";
import { ensureChromium } from "./chromium.mjs";
import { installDependencies } from "./dependencies.mjs";
import { ROOT, StepFailed } from "./project.mjs";

/** @param {string} program its place in the project */
export async function runWithBrowser(program) {
	try {
		await installDependencies();
		process.env["RELAIS_CHROMIUM"] = await ensureChromium();
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(error.message);
		process.exitCode = 1;
		return;
	}
	const child = spawn(process.execPath, ["--import", "tsx", program], {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
	});
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
	child.on("close", (status) => {
		process.exitCode = status ?? 1;
	});
}
