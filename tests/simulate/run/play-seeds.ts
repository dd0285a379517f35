/**
 * Plays many seeds in several processes at once: none knows of another, so their number changes nothing of what happens.
 * Their program is put into one file first: read module by module it takes longer to begin than to play two seeds.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Scenario } from "../scenario";
import type { PlayedSeed } from "./play-alone";

type Report = PlayedSeed & { readonly cpu: NodeJS.CpuUsage };

type SeedPool = {
	/** Resolves when all are played; `told` hears of each, in the order in which they end. */
	readonly play: (scenarios: Iterable<Scenario>, told: (one: PlayedSeed, of: Scenario) => void) => Promise<void>;
	/** Seconds of a core that its processes had. */
	readonly cpu: () => number;
	readonly end: () => Promise<void>;
};

export async function seedPool(processes: number): Promise<SeedPool> {
	const folder = await mkdtemp(join(tmpdir(), "relais-simulate-"));
	const program = await programIn(folder);
	// The options of Node's own are the parent's; what reads TypeScript for it is not needed.
	const execArgv = process.execArgv.filter((option) => option.startsWith("--max-"));
	const start = () => fork(program, { execArgv, serialization: "advanced" });
	const workers = Array.from({ length: processes }, start);
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
		async end() {
			for (const worker of workers) worker.disconnect();
			await rm(folder, { recursive: true });
		},
	};
}

/** The path of the workers' program. */
async function programIn(folder: string): Promise<string> {
	const outfile = join(folder, "seed-worker.mjs");
	await build({
		entryPoints: [fileURLToPath(new URL("seed-worker.ts", import.meta.url))],
		bundle: true,
		platform: "node",
		format: "esm",
		conditions: ["react-server"],
		outfile,
	});
	return outfile;
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
