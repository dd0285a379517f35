/** Prepares what the drill needs, then runs it in a process of its own, so that this one stays plain Node. */
import { spawn } from "node:child_process";
import { ensureChromium } from "./chromium.mjs";
import { installDependencies } from "./dependencies.mjs";
import { endSteps, ROOT, StepFailed } from "./project.mjs";
import { stopOnSignal } from "./stop-signals.mjs";

export async function main() {
	/** Ends the drill, once it runs. */
	let endDrill = async () => {};
	stopOnSignal(async () => {
		endSteps();
		await endDrill();
		process.exitCode = 130;
	});
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
	const closed = new Promise((resolve) => child.on("close", resolve));
	endDrill = async () => {
		child.kill("SIGTERM");
		await closed;
	};
	process.exitCode = (await closed) ?? 1;
}
