/** Doors of one event that check people in, hand it in and read each other's events (lib/checkin/exchange.ts). */
import { admission, type Door } from "@/bench/storm/doors";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { type ExchangeMemory, type ExchangePorts, exchangeCheckins } from "@/lib/checkin/exchange";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { CHECKIN_BATCH_LIMIT, checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { runClock } from "@/lib/shared/run-clock";
import { memoryCheckinStore } from "@/tests/support/memory-checkin-store";
import { memoryValueStore } from "@/tests/support/memory-value-store";
import type { Scene } from "./counters";
import { callAs, type Device, deviceNow, portalOf, startDevice } from "./device";
import { acknowledge, tell } from "./ledger";

/** `heard`: how many events of the assignment it knows, its own and the others'. */
export type StartedDoor = Device & { readonly heard: () => Promise<number> };

/** Seconds from one exchange to the next while others are at work. */
const EVERY = 10;

export function startDoor({ id, key, assignment, gate }: Door, { origin, ledger, answers, pause }: Scene): StartedDoor {
	const ports = portalOf(origin, answers);
	const call = callAs(key, ports);
	const store = memoryCheckinStore();
	const exchange: ExchangePorts<PortalFailure> = {
		store,
		device: id,
		memory: memoryValueStore<ExchangeMemory>(),
		gate: { assignment, gate, role: "both" },
		clock: runClock("fleet", () => ({ wall: Date.now() / 1000, monotonic: performance.now() / 1000 })),
		limit: CHECKIN_BATCH_LIMIT,
		call: async (request) => {
			const answered = await call({ path: PATHS.checkins, body: request, answer: checkinExchangeAnswer });
			if (!answered.ok) return answered;
			if (answered.value.stored.length > 0) tell(ledger);
			for (const id of answered.value.stored) acknowledge(ledger, id, id);
			for (const { id, reason } of answered.value.refused ?? []) ledger.refused.set(id, reason);
			return answered;
		},
	};
	const device = startDevice({
		ports,
		task: async () => {
			const exchanged = await exchangeCheckins(exchange);
			if (!exchanged.ok) return { state: "failed", error: exchanged.error };
			return { state: "done", again: deviceNow() + EVERY };
		},
		make: async () => {
			const event = admission({ assignment, gate });
			ledger.made.push({ key: event.id, content: contentOf(event) });
			await store.record(assignment, [], () => ({ event, answer: undefined }));
		},
		pause: () => Math.random() * pause,
	});
	return { ...device, heard: () => store.count(assignment) };
}

/** An event as one text, whatever the order of its members. */
export function contentOf(event: CheckinEvent): string {
	return JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));
}
