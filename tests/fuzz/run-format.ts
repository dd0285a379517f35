/** Runs one format's inputs in a worker, watched from outside: a hang or a crash is a finding like any other. */

import { Worker } from "node:worker_threads";
import type { PassFormat } from "@/lib/shared/pass-format";
import type { FormatProgress } from "./progress";
import type { WorkerMessage, WorkerTask } from "./worker";

export type LaneTask = {
	readonly seed: number;
	readonly format: PassFormat;
	readonly to: number;
	/** Milliseconds of the system's clock. */
	readonly deadline: number;
	readonly progress: FormatProgress;
};

export type RunOptions = Omit<LaneTask, "progress"> & { readonly onProgress: () => void };

/** An input that computes for longer than this, in milliseconds, will not end. */
const HANG = 5_000;
/** One that neither computes nor ends waits for what will not come. */
const STALL = 120_000;
/** More than this above the level of the start, after collections, is growth. */
const GROWTH = 48 * 1024 * 1024;
const WARM_UP = 20_000;

/** Continues from `progress.next` to `to` or the deadline. */
export async function runFormat(progress: FormatProgress, options: RunOptions): Promise<void> {
	while (progress.next < options.to && Date.now() < options.deadline) {
		await runWorker(progress, options);
		options.onProgress();
	}
}

/** One worker until it is done, the deadline passes, or an input stops it: then the next one starts behind that. */
function runWorker(progress: FormatProgress, { seed, format, to, deadline, onProgress }: RunOptions): Promise<void> {
	const position = new SharedArrayBuffer(8);
	const task: WorkerTask = { seed, format, from: progress.next, to, position };
	const worker = new Worker(new URL("./worker-entry.mjs", import.meta.url), {
		workerData: task,
		resourceLimits: { maxOldGenerationSizeMb: 512 },
	});
	const at = new Int32Array(position);
	const watch = { index: -1, since: Date.now(), cpu: process.cpuUsage(), floor: 0 };
	return new Promise((resolve, reject) => {
		const end = (): void => {
			clearInterval(timer);
			worker.terminate().then(() => resolve(), resolve);
		};
		const stopAt = (finding: string, outcome: string): void => {
			const index = Atomics.load(at, 0);
			progress.findings.push({ index, finding, outcome });
			progress.next = index + 1;
			end();
		};
		const timer = setInterval(() => {
			const index = Atomics.load(at, 1) === 1 ? Atomics.load(at, 0) : -1;
			if (index !== watch.index) Object.assign(watch, { index, since: Date.now(), cpu: process.cpuUsage() });
			if (index >= 0 && isLost(watch)) stopAt("hangs", "no verdict");
			else if (Date.now() > deadline) end();
		}, 250);
		worker.on("message", (message: WorkerMessage) => {
			receive(progress, message, watch, task.from);
			onProgress();
		});
		worker.on("error", (cause) => {
			// Between inputs it is the harness that broke, not a verdict.
			if (Atomics.load(at, 1) === 1) stopAt("crashes", cause instanceof Error ? cause.name : "unknown");
			else reject(cause);
		});
		worker.on("exit", end);
	});
}

/** On a busy machine an input can be late without having had its turn. */
function isLost({ since, cpu }: { readonly since: number; readonly cpu: NodeJS.CpuUsage }): boolean {
	const { user, system } = process.cpuUsage(cpu);
	return Date.now() - since > HANG && ((user + system) / 1000 > HANG || Date.now() - since > STALL);
}

function receive(progress: FormatProgress, message: WorkerMessage, watch: { floor: number }, from: number): void {
	if (message.type === "finding") {
		const { index, finding, outcome } = message;
		progress.findings.push({ index, finding, outcome });
		return;
	}
	const { next, slowest, outcomes, heap } = message;
	progress.next = next;
	progress.slowest = Math.max(progress.slowest, slowest);
	for (const [outcome, count] of Object.entries(outcomes)) {
		progress.outcomes[outcome] = (progress.outcomes[outcome] ?? 0) + count;
	}
	if (next - from <= WARM_UP) watch.floor = Math.max(watch.floor, heap);
	else if (heap > watch.floor + GROWTH) {
		progress.findings.push({ index: next, finding: "grows", outcome: `${heap - watch.floor} bytes` });
		watch.floor = heap;
	}
}
