/** When a script is asked to end: by a signal, or because npm, which started it, was ended without telling it. */

/** How often the parent is looked at, milliseconds. */
const LOOK = 500;

/**
 * Calls `stop` once, on the first SIGINT or SIGTERM or when npm's shell has gone, then ends the process.
 * npm passes SIGTERM to the shell that it started, which dies of it and leaves this process behind.
 * @param {() => Promise<void>} stop
 */
export function stopOnSignal(stop) {
	let stopping = false;
	const end = async () => {
		if (stopping) return;
		stopping = true;
		try {
			await stop();
			process.exit();
		} catch (error) {
			console.error(error);
			process.exit(1);
		}
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
	if (process.env["npm_lifecycle_event"] === undefined) return;
	const parent = process.ppid;
	const timer = setInterval(() => {
		if (process.ppid !== parent) void end();
	}, LOOK);
	timer.unref();
}
