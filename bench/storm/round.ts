/** One storm: what waits is signed beforehand, then everybody comes back; what was promised is looked up afterwards. */
import type { RecordInput } from "@/lib/protocol/records";
import { type Drained, drain, type Outbox } from "./drain";
import { issue } from "./issue";
import { type Met, people } from "./people";
import { type Cost, costSince, peakMemory } from "./processor-time";
import { settle } from "./settle";
import type { Counter, Stage } from "./stage";

export type Storm = {
	readonly drained: Drained;
	readonly records: number;
	/** Whose passes people opened. */
	readonly opened: readonly RecordInput[];
	/** Acknowledged and not there; there, or answered, twice. */
	readonly lost: number;
	readonly duplicated: number;
	/** Of each record, with all that went on meanwhile. */
	readonly cost: Cost;
	/** Of people who used the portal meanwhile. */
	readonly interactive: Met;
	/** Megabytes. */
	readonly memory: number;
};

/** In batches as counters queue them. */
export type QueuedRound = {
	readonly queued: Storm;
	readonly floor: { readonly queued: Cost };
	/** Of each visit while nobody drains. */
	readonly visit: Cost;
};

export type StormRound = QueuedRound & {
	/** In batches of a hundred, and one by one. */
	readonly full: Storm;
	readonly naive: Storm;
	readonly floor: { readonly full: Cost };
};

/** All devices are back within two minutes (lib/outbox/backoff.ts): of fewer, as many come each second. */
export const SECONDS_PER_DEVICE = 120 / 12_000;

export async function runStorm(
	stage: Stage,
	wanted: { readonly counters: readonly Counter[]; readonly records: number; readonly batch: number },
): Promise<Storm> {
	const { counters, records, batch } = wanted;
	const outboxes: Outbox[] = [];
	for (const counter of counters) outboxes.push({ counter, records: await issueAll(counter, records) });
	const count = counters.length * records;
	const opened = outboxes.flatMap((outbox) => outbox.records[0] ?? []);
	await settle(stage);
	const spent = costSince(stage);
	const meanwhile = await people(stage, opened);
	const drained = await drain(stage, outboxes, { batch, window: counters.length * SECONDS_PER_DEVICE });
	const interactive = await meanwhile.stop();
	const cost = spent(count);
	const memory = peakMemory(stage.portal);
	return { drained, records: count, opened, ...(await lookUp(stage, drained)), cost, interactive, memory };
}

async function issueAll(counter: Counter, count: number): Promise<readonly RecordInput[]> {
	const records: RecordInput[] = [];
	for (let i = 0; i < count; i++) records.push(await issue(counter));
	return records;
}

async function lookUp({ sql }: Stage, { acknowledged }: Drained) {
	const { rows } = await sql.query<{ key: string; passes: number }>(
		`SELECT r.key::text AS key, count(p.uvci)::int AS passes FROM records r
		 LEFT JOIN passes p ON p.pharmacy_number = r.pharmacy_number AND p.record_key = r.key
		 WHERE r.key = ANY($1::uuid[]) GROUP BY r.pharmacy_number, r.key`,
		[[...acknowledged.keys()]],
	);
	const stored = new Set(rows.filter(({ passes }) => passes > 0).map(({ key }) => key));
	const answeredTwice = [...acknowledged.values()].filter((ids) => ids.size > 1).length;
	return {
		lost: [...acknowledged.keys()].filter((key) => !stored.has(key)).length,
		duplicated: rows.length - stored.size + rows.filter(({ passes }) => passes > 1).length + answeredTwice,
	};
}
