/** When a program is asked to end: by a signal, or because npm, which started it, was ended without telling it. */
import { say } from "../scripts/bootstrap/project.mjs";
import { npmAncestor } from "./npm-ancestor";

/** How often npm is looked for, milliseconds. */
const LOOK = 500;

/**
 * Calls `stop` once, on the first SIGINT, SIGTERM or SIGHUP, when npm has gone or when nobody reads what is said any
 * more; then ends the process.
 */
export function stopOnSignal(stop: () => Promise<void>): void {
	let stopping = false;
	const end = async (reason?: string) => {
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
	const first = { parent: process.ppid, ancestor: npmAncestor() };
	const look = () => {
		const isThere = first.ancestor !== undefined && process.ppid === first.parent && npmAncestor() === first.ancestor;
		if (!isThere) void end("npm, which started this, has gone");
	};
	// It may have gone while this program was being loaded.
	look();
	setInterval(look, LOOK).unref();
}
