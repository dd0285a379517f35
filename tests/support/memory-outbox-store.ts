import { isDue } from "../../lib/outbox/backoff";
import { nextEntry, type OutboxEntry, type OutboxEvent, type WaitingEntry } from "../../lib/outbox/outbox";
import type { OutboxStore } from "../../lib/outbox/outbox-store";

type Row<Payload> = { readonly entry: OutboxEntry; readonly payload: Payload | null };

/**
 * Rows by the keys of their entries. Every row is replaced, never changed: a copy of the map is a copy of the store. As an
 * index of a database does, it knows which are not settled, whatever else it holds.
 */
export class OutboxRows<Payload> extends Map<string, Row<Payload>> {
	/** Entries that wait or are on their way. */
	readonly open = new Map<string, OutboxEntry>();
	readonly refused = new Set<string>();

	constructor(rows: Iterable<readonly [string, Row<Payload>]> = []) {
		super();
		for (const [key, row] of rows) this.set(key, row);
	}

	override set(key: string, row: Row<Payload>): this {
		const { state } = row.entry;
		if (state === "waiting" || state === "sending") this.open.set(key, row.entry);
		else this.open.delete(key);
		if (state === "refused") this.refused.add(key);
		else this.refused.delete(key);
		return super.set(key, row);
	}

	override delete(key: string): boolean {
		this.open.delete(key);
		this.refused.delete(key);
		return super.delete(key);
	}
}

/** The outbox contract in memory: what simulations run on. What is in `rows` survives it. */
export function memoryOutboxStore<Payload>(rows: OutboxRows<Payload> = new OutboxRows()): OutboxStore<Payload> {
	const waiting = () => [...rows.open.values()].filter((entry) => entry.state === "waiting");
	return {
		async add(entry: WaitingEntry, payload: Payload) {
			if (rows.has(entry.key)) return "present";
			rows.set(entry.key, { entry, payload });
			return "added";
		},
		async get(key) {
			return rows.get(key);
		},
		async apply(key: string, event: OutboxEvent) {
			const row = rows.get(key);
			if (row === undefined) return undefined;
			const entry = nextEntry(row.entry, event);
			rows.set(key, { ...row, entry });
			return entry;
		},
		async due(now, limit) {
			return waiting()
				.filter((entry) => isDue(entry.notBefore, now))
				.sort((a, b) => a.queuedAt - b.queuedAt || (a.key < b.key ? -1 : 1))
				.slice(0, limit);
		},
		async nextDue() {
			const times = waiting().map((entry) => entry.notBefore);
			return times.length === 0 ? undefined : Math.min(...times);
		},
		async sending() {
			return [...rows.open.values()].flatMap(({ state, key }) => (state === "sending" ? [key] : []));
		},
	};
}
