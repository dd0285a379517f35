/**
 * Ends what a run started and deletes its folders when the run itself was killed. Started by programs.ts; told on
 * standard input, a line of JSON each, what there is; that input ends when the run does.
 */
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export type KeeperLine =
	| { readonly started: number }
	| { readonly ended: number }
	/** A file whose first line is the id of a process that is none of the run's children. */
	| { readonly pidFile: string }
	| { readonly folder: string };

const pids = new Set<number>();
const pidFiles: string[] = [];
const folders: string[] = [];

// Ctrl-C reaches the whole group: the run's end is what counts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
for await (const text of createInterface({ input: process.stdin })) {
	const line: KeeperLine = JSON.parse(text);
	if ("started" in line) pids.add(line.started);
	else if ("ended" in line) pids.delete(line.ended);
	else if ("pidFile" in line) pidFiles.push(line.pidFile);
	else folders.push(line.folder);
}
for (const pid of pids) kill(pid);
for (const file of pidFiles) {
	const pid = firstNumber(file);
	if (pid !== undefined) kill(pid);
}
// Killed servers take a moment to let go of their files.
await sleep(500);
for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });

function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") console.error(error);
	}
}

function firstNumber(file: string): number | undefined {
	try {
		const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
		return pid > 1 ? pid : undefined;
	} catch {
		return undefined; // It was not started, or stopped by itself.
	}
}
