import { fork } from "node:child_process";
import { type FormatProgress, formatProgress } from "./progress";
import type { LaneTask } from "./run-format";

/** Runs one format in a process of its own until it is done or its time is up; rejects when the harness itself breaks. */
export function runLane(task: LaneTask, onProgress: (progress: FormatProgress) => void): Promise<FormatProgress> {
	let latest = task.progress;
	const child = fork(new URL("./lane.ts", import.meta.url), { serialization: "advanced" });
	return new Promise((resolve, reject) => {
		child.on("message", (message) => {
			latest = formatProgress.parse(message);
			onProgress(latest);
		});
		child.on("error", reject);
		child.on("exit", (code, signal) => {
			if (code === 0) resolve(latest);
			else reject(new Error(`the process for ${task.format} ended with ${signal ?? code} near input ${latest.next}`));
		});
		child.send(task);
	});
}
