import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Runs `attempt` until it does not throw; then its last error is thrown. Milliseconds. */
export async function untilItWorks<Value>(attempt: () => Promise<Value>, limit = 20_000): Promise<Value> {
	for (const start = performance.now(); ; ) {
		try {
			return await attempt();
		} catch (error) {
			if (performance.now() - start > limit) throw error;
			await sleep(100);
		}
	}
}

/** The first match of `pattern` in what a stream of the process says; rejects when the process ends without it. */
export function firstWord(child: ChildProcess, stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = "";
		stream.setEncoding("utf8").on("data", (text: string) => {
			said = `${said}${text}`.slice(-10_000);
			const found = pattern.exec(said)?.[1];
			if (found !== undefined) resolve(found);
		});
		child.once("error", reject);
		child.once("exit", (status) => reject(new Error(`${child.spawnfile} ended with status ${status}:\n${said}`)));
	});
}

/** Waits for the end; after `patience` milliseconds the process and what it started are ended. Needs a group of its own. */
export async function ended(child: ChildProcess, patience: number): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const end = new Promise((resolve) => child.once("exit", resolve));
	const timer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), patience);
	await end;
	clearTimeout(timer);
}
