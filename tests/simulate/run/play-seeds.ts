/** Plays many seeds in several processes at once: none knows of another, so their number changes nothing of what happens. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Scenario } from "../scenario";
import { failure, type Told } from "./report";
import { runSeed } from "./run-seed";
import { shrink } from "./shrink";

/** `failure`: of a seed that broke a promise, made small. */
export type PlayedSeed = { readonly played: Told; readonly failure: string | undefined };
type Report = PlayedSeed & { readonly cpu: NodeJS.CpuUsage };

type SeedPool = {
	/** Resolves when all are played; `told` hears of each, in the order in which they end. */
	readonly play: (scenarios: Iterable<Scenario>, told: (one: PlayedSeed, of: Scenario) => void) => Promise<void>;
	/** Seconds of a core that its processes had. */
	readonly cpu: () => number;
	readonly end: () => void;
};

export async function playAlone(scenario: Scenario): Promise<PlayedSeed> {
	const { lines: _, ...played } = await runSeed(scenario, { keepTrace: false });
	if (played.finding === undefined) return { played, failure: undefined };
	return { played, failure: failure(await shrink(scenario, { ...played, lines: [] })) };
}

export function seedPool(processes: number): SeedPool {
	const script = fileURLToPath(new URL("seed-worker.ts", import.meta.url));
	const workers = Array.from({ length: processes }, () => fork(script, { serialization: "advanced" }));
	const used = new Map<ChildProcess, number>();
	return {
		async play(scenarios, told) {
			const waiting = scenarios[Symbol.iterator]();
			const work = async (worker: ChildProcess) => {
				for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
					const { cpu, ...one } = await ask(worker, next.value);
					used.set(worker, (cpu.user + cpu.system) / 1e6);
					told(one, next.value);
				}
			};
			await Promise.all(workers.map(work));
		},
		cpu: () => [...used.values()].reduce((sum, one) => sum + one, 0),
		end() {
			for (const worker of workers) worker.disconnect();
		},
	};
}

function ask(worker: ChildProcess, scenario: Scenario): Promise<Report> {
	return new Promise((resolve, reject) => {
		const ended = (code: number | null) => reject(new Error(`the process of seed ${scenario.seed} ended with ${code}`));
		worker.once("exit", ended);
		worker.once("message", (report) => {
			worker.off("exit", ended);
			resolve(report as Report);
		});
		worker.send(scenario);
	});
}
