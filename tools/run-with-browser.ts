/**
 * `npm run drill`, `npm run screenshots`: runs a program that drives real browsers (its place in the project is the only
 * argument) in a process of its own, once there is a browser.
 */
import { spawn } from "node:child_process";
import { ROOT, StepFailed } from "../scripts/bootstrap/project.mjs";
import { ensureChromium } from "./chromium";

async function runWithBrowser(program: string): Promise<void> {
	try {
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
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
	child.on("close", (status) => {
		process.exitCode = status ?? 1;
	});
}

const [program] = process.argv.slice(2);
if (program === undefined) throw new Error("which program?");
await runWithBrowser(program);
