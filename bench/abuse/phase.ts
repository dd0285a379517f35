/**
 * One attack, with genuine callers before the same portal during it and a moment after it.
 *
 * Whose transactions they were: genuine callers make the same calls at the same pace in every phase, the one without an
 * attack included, whose transactions for each answered call (the portal's own jobs with them) are taken off.
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import type { TestPortal } from "@/tests/support/portal";
import { peakMemory, processorTime } from "../storm/processor-time";
import { attacker } from "./attacker";
import type { Genuine, Met } from "./genuine";
import type { Made } from "./target";

/** Seconds without the attack, right after it: what the machine gives just then. */
const CALM = 3;
/** What an attack left behind is over: its sockets have been closed. */
const GAP_MS = 1_000;
/** A PostgreSQL connection that falls idle reports its transactions after ten seconds. */
const REPORTED_MS = 10_500;

type Stage = {
	readonly portal: TestPortal;
	readonly database: Client;
	readonly genuine: Genuine;
	readonly files: readonly string[];
	readonly seconds: number;
};

export type Phase = {
	readonly name: string;
	readonly made: Made;
	/** What genuine callers met during the attack, and right after it. */
	readonly met: readonly Met[];
	readonly calm: readonly Met[];
	/** Of everybody. */
	readonly transactions: number;
	readonly logBytes: number;
	/** Milliseconds of processor that the portal took during the attack. */
	readonly processorMs: number;
	/** Megabytes. */
	readonly peak: number;
	readonly load: number;
};

const NOBODY: Made = { requests: 0, sockets: 0, answered: {} };

/** `attack` undefined: none. */
export async function play(stage: Stage, attack: string | undefined): Promise<Phase> {
	const { portal, database, genuine, files, seconds } = stage;
	const { origin, pid } = portal;
	const order = { origin, files, kid: genuine.kid, seconds };
	const begin = attack === undefined ? async () => NOBODY : await attacker({ ...order, name: attack });
	const before = { transactions: await transactionsOf(database), log: (await portal.log()).length };
	forgetPeak(pid());
	const processorBefore = processorTime(pid());
	const [met, made] = await Promise.all([genuine.work(seconds), begin()]);
	const [peak, processorMs] = [peakMemory(pid()), processorTime(pid()) - processorBefore];
	await sleep(GAP_MS);
	const calm = await genuine.work(CALM);
	await sleep(REPORTED_MS);
	return {
		name: attack ?? "no attack",
		made,
		met,
		calm,
		transactions: (await transactionsOf(database)) - before.transactions,
		logBytes: (await portal.log()).length - before.log,
		processorMs,
		peak,
		load: loadavg()[0] ?? Number.NaN,
	};
}

async function transactionsOf(database: Client): Promise<number> {
	const { rows } = await database.query(
		"SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()",
	);
	return Number(rows[0]?.n);
}

/** From now on the kernel notes anew how much a process held at most. */
function forgetPeak(pid: number): void {
	writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** Transactions that strangers caused, by what the genuine ones cost in a phase without any. */
export function ofStrangers(phase: Phase, quiet: Phase): number {
	const calls = ({ met, calm }: Phase) => [...met, ...calm].filter(isAnswered).length;
	return Math.max(0, Math.round(phase.transactions - (quiet.transactions / calls(quiet)) * calls(phase)));
}

export const isAnswered = ({ status }: Met) => status === 200;
