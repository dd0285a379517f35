/**
 * Runs the programs of one member of the database until it is asked to stop, each again when it ends. Under root they run
 * as the account of PostgreSQL, which refuses root.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { chmod, chown, mkdir, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../../scripts/bootstrap/project.mjs";
import { type Account, serverAccount } from "../postgres/binaries";
import { etcdCall, makeDatabaseScript, type ProgramCall, patroniCall, patroniSettings } from "./member-files";
import { type MemberPlan, placesOf } from "./member-plan";

/** Milliseconds until what ended is started again. */
const AGAIN = 1_000;

export type RunningMember = {
	/** Patroni first, which stops its PostgreSQL; then etcd. */
	stop(): Promise<void>;
};

export async function runMember(plan: MemberPlan): Promise<RunningMember> {
	const account = await serverAccount();
	await writeFiles(plan, account);
	const etcd = keepRunning(plan, etcdCall(plan), account);
	const patroni = keepRunning(plan, patroniCall(plan), account);
	return {
		async stop() {
			await patroni.stop();
			await etcd.stop();
		},
	};
}

async function writeFiles(plan: MemberPlan, account: Account | undefined): Promise<void> {
	const places = placesOf(plan);
	await mkdir(plan.folder, { recursive: true, mode: 0o700 });
	await chmod(plan.folder, 0o700);
	const files = { [places.patroni]: patroniSettings(plan), [places.makeDatabase]: makeDatabaseScript(plan) };
	for (const [file, text] of Object.entries(files)) await writeFile(file, text, { mode: 0o600 });
	if (account === undefined) return;
	for (const each of [plan.folder, ...Object.keys(files)]) await chown(each, account.uid, account.gid);
}

function keepRunning(plan: MemberPlan, call: ProgramCall, account: Account | undefined): RunningMember {
	let stopping = false;
	let child: ChildProcess | undefined;
	const done = (async () => {
		while (!stopping) {
			child = start(plan, call, account);
			await writeFile(placesOf(plan).pid(call.name), `${child.pid ?? ""}\n`);
			const why = await ended(child);
			await rm(placesOf(plan).pid(call.name), { force: true });
			if (stopping) return;
			say(`${call.name} ended (${why}), and is started again`);
			await sleep(AGAIN);
		}
	})();
	return {
		async stop() {
			stopping = true;
			child?.kill("SIGTERM");
			await done;
		},
	};
}

function start(plan: MemberPlan, { name, program, args }: ProgramCall, account: Account | undefined): ChildProcess {
	const output = openSync(placesOf(plan).log(name), "a");
	const child = spawn(program, args, {
		cwd: plan.folder,
		env: { NODE_ENV: "production", PATH: process.env["PATH"], HOME: plan.folder, LC_ALL: "C.UTF-8" },
		// Ctrl-C reaches the whole group: who ends first is decided here.
		detached: true,
		stdio: ["ignore", output, output],
		...account,
	});
	closeSync(output);
	return child;
}

function ended(child: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		child.once("error", (error) => resolve(error.message));
		child.once("exit", (status, signal) => resolve(signal ?? `status ${status}`));
	});
}
