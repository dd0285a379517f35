/** Tries inputs one after the other and tells which one it is at, so that the one which never ends can be named. */

import { parentPort, workerData } from "node:worker_threads";
import type { PassFormat } from "@/lib/shared/pass-format";
import { makeInput } from "./inputs";
import { randomFor } from "./random";
import { makeSpecimens } from "./specimens";
import { type Finding, tryInput } from "./try-input";

export type WorkerTask = {
	readonly seed: number;
	readonly format: PassFormat;
	readonly from: number;
	readonly to: number;
	/** Two 32-bit numbers: the input being tried, and 1 while it is. */
	readonly position: SharedArrayBuffer;
};

export type WorkerMessage =
	| { readonly type: "finding"; readonly index: number; readonly finding: Finding; readonly outcome: string }
	| {
			readonly type: "progress";
			/** All inputs below it are done. */
			readonly next: number;
			readonly slowest: number;
			readonly outcomes: Readonly<Record<string, number>>;
			/** Bytes in use after a collection. */
			readonly heap: number;
	  };

const REPORT_EVERY = 5_000;

const { seed, format, from, to, position } = workerData as WorkerTask;
const at = new Int32Array(position);
const specimens = await makeSpecimens();
let slowest = 0;
let outcomes: Record<string, number> = {};

for (let index = from; index < to; index++) {
	const input = await makeInput(format, specimens, randomFor(seed, format, index));
	Atomics.store(at, 0, index);
	Atomics.store(at, 1, 1);
	const { finding, outcome, milliseconds } = await tryInput(input, specimens);
	Atomics.store(at, 1, 0);
	slowest = Math.max(slowest, milliseconds);
	outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
	if (finding) send({ type: "finding", index, finding, outcome });
	if ((index + 1 - from) % REPORT_EVERY === 0 || index + 1 === to) report(index + 1);
}

function report(next: number): void {
	globalThis.gc?.();
	send({ type: "progress", next, slowest, outcomes, heap: process.memoryUsage().heapUsed });
	outcomes = {};
}

function send(message: WorkerMessage): void {
	parentPort?.postMessage(message);
}
