/** Processor time and memory of other processes, as Linux tells them. */
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of one tick of /proc: USER_HZ is 100 on every Linux. */
const TICK_MS = 10;

/** Milliseconds of processor time for each record. */
export type Cost = { readonly node: number; readonly database: number };

type Process = { readonly pid: number; readonly parent: number; readonly ms: number };

/** All processes; the time includes that of children which ended. */
export function processes(): readonly Process[] {
	return readdirSync("/proc").flatMap((name): Process[] => {
		if (!/^\d+$/.test(name)) return [];
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "utf8");
			const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
			return [{ pid: Number(name), parent: Number(fields[1]), ms: ticks * TICK_MS }];
		} catch {
			return []; // ended meanwhile
		}
	});
}

/** Milliseconds of a process and its children. */
export function processorTime(pid: number): number {
	return processes()
		.filter((each) => each.pid === pid || each.parent === pid)
		.reduce((sum, { ms }) => sum + ms, 0);
}

/** Of this process alone, whatever its children do meanwhile. */
export function ownTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

export function parentOf(pid: number): number {
	const found = processes().find((each) => each.pid === pid);
	if (found === undefined) throw new Error(`no process ${pid}`);
	return found.parent;
}

/** Megabytes that a process held at most. */
export function peakMemory(pid: number): number {
	const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
	return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}

type Processes = { readonly portal: number; readonly postgres: number };

/** From now on: what each of `count` things cost that these processes did. */
export function costSince({ portal, postgres }: Processes): (count: number) => Cost {
	const before = { node: processorTime(portal), database: processorTime(postgres) };
	return (count) => ({
		node: (processorTime(portal) - before.node) / count,
		database: (processorTime(postgres) - before.database) / count,
	});
}
