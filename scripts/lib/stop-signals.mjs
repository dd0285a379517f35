/** When a script is asked to end: by a signal, or because npm, which started it, was ended without telling it. */
import { launcher } from "./launcher.mjs";
import { say } from "./project.mjs";

/** How often npm is looked for, milliseconds. */
const LOOK = 500;

/**
 * Calls `stop` once, on the first SIGINT, SIGTERM or SIGHUP, when npm has gone or when nobody reads what is said any
 * more; then ends the process.
 * @param {() => Promise<void>} stop
 */
export function stopOnSignal(stop) {
	let stopping = false;
	const end = async (reason) => {
		if (stopping) return;
		stopping = true;
		if (reason) say(reason);
		try {
			await stop();
			process.exit();
		} catch (error) {
			console.error(error);
			process.exit(1);
		}
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end());
	// Ctrl-C ends `| tee` first: what is said from then on must not end this in the middle of its stop.
	for (const stream of [process.stdout, process.stderr]) stream.on("error", () => void end());
	if (process.env["npm_lifecycle_event"] === undefined) return;
	const first = { parent: process.ppid, launcher: launcher() };
	const look = () => {
		const isThere = first.launcher !== undefined && process.ppid === first.parent && launcher() === first.launcher;
		if (!isThere) void end("npm, which started this, has gone");
	};
	// It may have gone while this script was being loaded.
	look();
	setInterval(look, LOOK).unref();
}
