/** Gates that exchange events with a portal in memory (lib/checkin/exchange.ts). */
import type { CheckinEvent, Passage } from "@/lib/checkin/checkin-event";
import type { CheckinStore } from "@/lib/checkin/checkin-store";
import {
	type ExchangeAnswer,
	type ExchangeMemory,
	type ExchangePorts,
	type ExchangeRequest,
	exchangeCheckins,
} from "@/lib/checkin/exchange";
import { ok, type Result } from "@/lib/shared/result";
import { memoryCheckinStore } from "./memory-checkin-store";
import { memoryValueStore } from "./memory-value-store";

let made = 0;
export const passage = (over: Partial<Passage> = {}): Passage => {
	const n = made++;
	return {
		type: "passage",
		id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`,
		assignment: "hall",
		gate: "A",
		at: 1_000,
		direction: "in",
		outcome: "accepted",
		format: "relais",
		pseudonym: n.toString().padStart(22, "A"),
		salt: "saltsaltsal",
		...over,
	};
};
export const record = (store: CheckinStore, event: CheckinEvent) =>
	store.record(event.assignment, [], () => ({ event, answer: undefined }));

export type Call = ExchangePorts<string>["call"];
type Clock = { now: number; run?: string };
export const clockOf = (clock: Clock) => ({
	...{ now: () => clock.now, lived: () => clock.now },
	get run() {
		return clock.run ?? "one";
	},
});

/** A gate of its own, with a clock that a test sets. */
export function openGate(gate = "A", clock: Clock = { now: 50_000 }, device = gate.toLowerCase()) {
	const store = memoryCheckinStore();
	const memory = memoryValueStore<ExchangeMemory>();
	const at = { assignment: "hall", gate, role: "both" as const };
	const exchange = (call: Call, limit = 2) =>
		exchangeCheckins({ store, memory, call, limit, device, gate: at, clock: clockOf(clock) });
	return { store, memory, clock, exchange };
}

/** What the portal does (lib/server/services/check-in), in memory: a log in the order of arrival. */
export function openPortal(clock: Clock = { now: 9_000 }) {
	const log: { readonly device: string; readonly event: CheckinEvent }[] = [];
	const posts = new Map<string, { gate: string; completeAt: number | null }>();
	const answer = (device: string, { events, post }: ExchangeRequest, page = 2): Result<ExchangeAnswer, string> => {
		for (const event of events) if (!log.some((row) => row.event.id === event.id)) log.push({ device, event });
		const stored = events.map(({ id }) => id);
		if (post === null) return ok({ stored, refused: [], others: null, serverTime: clock.now });
		const before = posts.get(device);
		posts.set(device, { gate: post.gate, completeAt: post.completeAt ?? before?.completeAt ?? null });
		const left = log.flatMap((row, i) => (i >= post.after ? [{ ...row, seq: i + 1 }] : []));
		const some = left.slice(0, page);
		const more = left.length > page;
		const next = more ? (some.at(-1)?.seq ?? 0) : log.length;
		const known = [...posts].flatMap(([id, { gate, completeAt }]) => {
			const age = completeAt === null ? null : clock.now - completeAt;
			return [{ post: id, gate, role: "both" as const, age }];
		});
		const others = { events: some.map(({ event }) => event), next, more, posts: known };
		return ok({ stored, refused: [], others, serverTime: clock.now });
	};
	return { log, clock, answer };
}
