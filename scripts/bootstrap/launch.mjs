// @ts-check
/**
 * From plain Node to TypeScript: sees that packages are installed, then runs one of the project's programs in this
 * very process, so that signals, and npm's end, meet one process and not two.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installDependencies } from "./dependencies.mjs";
import { endSteps, ROOT, StepFailed } from "./project.mjs";
import { requireTemporaryFolder } from "./writable.mjs";

/**
 * @param {string} program its place in the project; finds its arguments after its own name in process.argv, as usual
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} false when it could not be run: the reason is on standard error, the status is 1
 */
export async function launch(program, args) {
	const file = path.join(ROOT, program);
	if (!(await prepare())) return false;
	process.argv = [process.execPath, file, ...args];
	// Only for what is imported: what Next requires, it finds as it was built.
	const { register } = await import("tsx/esm/api");
	register();
	await import(pathToFileURL(file).href);
	return true;
}

/**
 * Packages as package-lock.json says.
 * @returns {Promise<boolean>} false when they could not be installed: the reason is on standard error, the status is 1
 */
export async function prepare() {
	try {
		await install();
		return true;
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(`relais: ${error.message}`);
		process.exitCode = 1;
		return false;
	}
}

async function install() {
	const stop = () => {
		endSteps();
		process.exit(130);
	};
	/** @type {NodeJS.Signals[]} */
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
	for (const signal of signals) process.on(signal, stop);
	try {
		// Compiled sources are kept there.
		await requireTemporaryFolder();
		await installDependencies();
	} finally {
		for (const signal of signals) process.off(signal, stop);
	}
}
