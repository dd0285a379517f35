/** One process of a portal, from the production build, that can be killed as by a power cut and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

export type PortalInstance = {
	/** Starts it (again); resolves when it answers. */
	start(): Promise<void>;
	/** SIGKILL: nothing is finished, nothing is said. */
	kill(): Promise<void>;
	/** SIGTERM: requests under way are finished. */
	stop(): Promise<void>;
	/** What it has written so far. */
	log(): Promise<string>;
	/** Of the process that runs now. */
	pid(): number;
};

export type InstanceOptions = {
	/** Its whole environment, beside this process's own. */
	readonly settings: Readonly<Record<string, string>>;
	/** Where it answers. */
	readonly origin: string;
	readonly logFile: string;
	/** Where the project that it runs lies. */
	readonly root?: string;
};

export function portalInstance({ settings, origin, logFile, root = ROOT }: InstanceOptions): PortalInstance {
	let child: ChildProcess | undefined;
	const log = () => readFile(logFile, "utf8").catch(() => "");
	const end = async (signal: "SIGKILL" | "SIGTERM") => {
		const running = child;
		child = undefined;
		if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
		const ended = new Promise((resolve) => running.once("exit", resolve));
		running.kill(signal);
		await ended;
	};
	const start = async () => {
		if (child !== undefined) throw new Error("this portal runs already");
		const output = openSync(logFile, "a");
		child = spawn(process.execPath, ["--import", "tsx/esm", "server/serve.ts"], {
			cwd: root,
			env: { ...process.env, NODE_ENV: "production", ...settings },
			stdio: ["ignore", output, output],
		});
		closeSync(output);
		try {
			await untilItAnswers(origin, child);
		} catch (cause) {
			throw new Error(`the portal did not start:\n${(await log()).slice(-4000)}`, { cause });
		}
	};
	const pid = () => {
		if (child?.pid === undefined) throw new Error("this portal does not run");
		return child.pid;
	};
	return { start, log, pid, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

async function untilItAnswers(origin: string, child: ChildProcess): Promise<void> {
	for (let attempt = 0; attempt < 1_200; attempt++) {
		const { exitCode, signalCode } = child;
		if (exitCode !== null || signalCode !== null)
			throw new Error(`it ended with ${signalCode ?? `status ${exitCode}`}`);
		const answer = await fetch(origin).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(100);
	}
	throw new Error("no answer within two minutes");
}
