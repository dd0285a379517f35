/**
 * `npm run drill`, `npm run chaos:counter`, `npm run day:counter`, `npm run screenshots`: runs a program that drives real
 * browsers in a process of its own, once there is a browser. The first argument is its place in the project, the others are
 * the program's.
 */
import { spawn } from "node:child_process";
import { ROOT, StepFailed } from "../scripts/bootstrap/project.mjs";
import { ensureChromium } from "./chromium";

async function runWithBrowser(program: string, rest: readonly string[]): Promise<void> {
	try {
		process.env["RELAIS_CHROMIUM"] = await ensureChromium();
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(error.message);
		process.exitCode = 1;
		return;
	}
	const child = spawn(process.execPath, ["--import", "tsx", program, ...rest], {
		cwd: ROOT,
		stdio: ["ignore", "inherit", "inherit"],
	});
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
	child.on("close", (status) => {
		process.exitCode = status ?? 1;
	});
}

const [program, ...rest] = process.argv.slice(2);
if (program === undefined) throw new Error("which program?");
await runWithBrowser(program, rest);
