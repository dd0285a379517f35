// @ts-check
/** `npm start`: server/start-portal.ts. Help, and what is wrong with the command line, come before the long steps. */
import "./check-node.mjs";

const { launch } = await import("./launch.mjs");
const { HELP, readOptions } = await import("./options.mjs");
const { StepFailed } = await import("./project.mjs");

const args = process.argv.slice(2);

/** @returns {boolean} whether there is a portal to start */
function isStart() {
	try {
		if (!readOptions(args).help) return true;
		console.log(HELP);
	} catch (error) {
		if (!(error instanceof StepFailed)) throw error;
		console.error(`relais: ${error.message}`);
		process.exitCode = 1;
	}
	return false;
}

if (isStart()) await launch("server/start-portal.ts", args);
