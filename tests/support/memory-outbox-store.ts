import { isDue } from "../../lib/outbox/backoff";
import { nextEntry, type OutboxEntry, type OutboxEvent, type WaitingEntry } from "../../lib/outbox/outbox";
import type { OutboxStore } from "../../lib/outbox/outbox-store";

/** Every row is replaced, never changed: a copy of the map is a copy of the store. */
export type OutboxRows<Payload> = Map<string, { readonly entry: OutboxEntry; readonly payload: Payload | null }>;

/** The outbox contract in memory: what simulations run on. What is in `rows` survives it. */
export function memoryOutboxStore<Payload>(rows: OutboxRows<Payload> = new Map()): OutboxStore<Payload> {
	const waiting = () => [...rows.values()].flatMap(({ entry }) => (entry.state === "waiting" ? [entry] : []));
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
			return [...rows.values()].flatMap(({ entry }) => (entry.state === "sending" ? [entry.key] : []));
		},
	};
}
