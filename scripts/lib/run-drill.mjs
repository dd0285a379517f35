/** Prepares what the drill needs, then runs it in a process of its own, so that this one stays plain Node. */
import { spawn } from "node:child_process";
import { ensureChromium } from "./chromium.mjs";
import { installDependencies } from "./dependencies.mjs";
import { ROOT, StepFailed } from "./project.mjs";

export async function main() {
	try {
		await installDependencies();
		process.env["RELAIS_CHROMIUM"] = await ensureChromium();
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(error.message);
		process.exitCode = 1;
		return;
	}
	const child = spawn(process.execPath, ["--import", "tsx", "tests/drill/main.ts"], {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
	});
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
	child.on("close", (status) => {
		process.exitCode = status ?? 1;
	});
}
