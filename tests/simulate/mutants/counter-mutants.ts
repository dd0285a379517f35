/** Planted faults of a counter, around its stores and its way to the portal. */
import type { KitStore } from "@/lib/kit/kit-store";
import type { OwnDelegation } from "@/lib/kit/own-delegation";
import type { RenewalPorts } from "@/lib/kit/renew-kit";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import type { PortalFailure, PortalPorts } from "@/lib/portal/portal-client";
import { DAY } from "@/lib/shared/numeric-date";
import { ok } from "@/lib/shared/result";
import type { OutboxRows } from "@/tests/support/memory-outbox-store";
import type { CounterRecord } from "../counter/counter-record";
import type { Mutant } from "./planted";

type Planted = (mutant: Mutant) => boolean;

export function plantInOutbox(
	store: OutboxStore<CounterRecord>,
	rows: OutboxRows<CounterRecord>,
	planted: Planted,
): OutboxStore<CounterRecord> {
	if (planted("sending_is_never_recovered")) return { ...store, sending: async () => [] };
	if (planted("back_off_ignored")) {
		return {
			...store,
			apply: (key, event) => store.apply(key, event.type === "postponed" ? { ...event, notBefore: 0 } : event),
		};
	}
	if (!planted("purged_before_the_answer")) return store;
	return {
		...store,
		async apply(key, event) {
			const entry = await store.apply(key, event);
			const row = rows.get(key);
			if (event.type === "registered" || event.type === "refused" || row === undefined) return entry;
			// Sent is as good as registered.
			if (event.type === "interrupted") rows.set(key, { ...row, payload: null });
			return entry;
		},
	};
}

export function plantInKit(kit: KitStore, planted: Planted): KitStore {
	if (planted("kit_renewed_twice")) return { ...kit, requestKey: async (fresh) => fresh };
	return kit;
}

type Ask = RenewalPorts<PortalFailure>["ask"];

/** What the portal has seen of this device is not looked at. */
export function plantInAsk(ask: Ask, planted: Planted): Ask {
	if (!planted("index_reused_after_a_restore")) return ask;
	return async (request) => {
		const answered = await ask(request);
		if (!answered.ok) return answered;
		return ok({ ...answered.value, highestIndex: null, seen: [], life: undefined });
	};
}

export function plantInDelegations(delegations: readonly OwnDelegation[], planted: Planted): readonly OwnDelegation[] {
	if (!planted("delegation_end_ignored")) return delegations;
	return delegations.map((one) => ({ ...one, exp: one.exp + 365 * DAY }));
}

type Send = DrainPorts<CounterRecord>["send"];

export function plantInSender(send: Send, planted: Planted, sent: () => number): Send {
	if (planted("any_answer_registers")) {
		return async (batch) => {
			const answered = await send(batch);
			if (answered.ok || !answered.error.retryable) return answered;
			return ok(batch.map(({ key }) => ({ key, outcome: "registered", registeredAt: 1, passId: "p" }) as const));
		};
	}
	if (!planted("no_idempotency")) return send;
	return async (batch) => {
		const tail = `-try-${sent()}`;
		const answered = await send(
			batch.map(({ key, payload }) => ({ key, payload: { ...payload, key: `${payload.key}${tail}` } })),
		);
		if (!answered.ok) return answered;
		return ok(answered.value.map((one) => ({ ...one, key: one.key.replace(tail, "") })));
	};
}

export function plantInPortal(ports: PortalPorts, planted: Planted): PortalPorts {
	if (planted("local_clock_is_trusted")) return { ...ports, clock: { ...ports.clock, learn: async () => {} } };
	if (!planted("retry_after_ignored")) return ports;
	return {
		...ports,
		fetch: async (url, init) => {
			const response = await ports.fetch(url, init);
			const get = (name: string) => (name === "retry-after" ? "1" : response.headers.get(name));
			return { ...response, headers: { get } } as unknown as Response;
		},
	};
}
