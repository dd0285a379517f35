/**
 * Which process started this one for npm, and whether it is still there.
 *
 * npm passes SIGTERM to the shell that it started, which ends without passing it on; when npm itself is killed, shell
 * and script get another parent. Both show in the line of ancestors, where /proc tells it; elsewhere the
 * parent's number must do.
 */
import { readFileSync } from "node:fs";

const LAUNCHER = /^(?:[^\0]*\/)?(?:npm|pnpm|yarn|bun|node|nodejs)(?:[\s\0]|$)/;

/** Undefined where /proc does not show it. */
function processOf(pid: number): { readonly command: string; readonly parent: number } | undefined {
	try {
		const status = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The name, in brackets, may hold anything.
		const parent = Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
		return { command: readFileSync(`/proc/${pid}/cmdline`, "utf8"), parent };
	} catch {
		return undefined;
	}
}

/** Number of the nearest ancestor that runs npm or Node; undefined when it has gone. */
export function npmAncestor(): number | undefined {
	let pid = process.ppid;
	while (pid > 0) {
		const found = processOf(pid);
		if (found === undefined) return process.ppid === 1 ? undefined : process.ppid;
		if (LAUNCHER.test(found.command)) return pid;
		pid = found.parent;
	}
	return undefined;
}
