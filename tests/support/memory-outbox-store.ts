import { nextEntry, type OutboxEntry, type OutboxEvent, type WaitingEntry } from "../../lib/outbox/outbox";
import type { OutboxStore } from "../../lib/outbox/outbox-store";

/** The outbox contract in memory: what simulations run on. Nothing survives it. */
export function memoryOutboxStore<Payload>(): OutboxStore<Payload> {
	const rows = new Map<string, { entry: OutboxEntry; payload: Payload | null }>();
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
				.filter((entry) => entry.notBefore <= now)
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
