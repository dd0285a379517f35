/**
 * Stops and deletes a test's PostgreSQL when the test is killed. Started by postgres.ts for a transient cluster, with
 * the cluster as JSON in its only argument; standard input ends when the owner does.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { Account } from "./binaries";

/** What to stop and delete. */
export type WatchdogOrder = {
	readonly pgCtl: string;
	readonly data: string;
	readonly account: Account | undefined;
	readonly folders: readonly string[];
};

const { pgCtl, data, account, folders }: WatchdogOrder = JSON.parse(process.argv[2] ?? "");

// Ctrl-C reaches the whole group: the owner's end is what counts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
for await (const _ of process.stdin);
if (existsSync(path.join(data, "postmaster.pid"))) {
	await promisify(execFile)(pgCtl, ["stop", "-m", "immediate", "-w", "-D", data], { ...account, cwd: "/" }).catch(
		(error: Error) => console.error(error.message),
	);
}
for (const folder of folders) await rm(folder, { recursive: true, force: true });
