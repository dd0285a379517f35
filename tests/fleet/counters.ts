/** Counters of pharmacies that issue and send, by the outbox of the client (lib/outbox). */
import { issue } from "@/bench/storm/issue";
import type { Counter } from "@/bench/storm/stage";
import { drainDue } from "@/lib/outbox/drain-due";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import { queuedEntry } from "@/lib/outbox/outbox";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { PATHS } from "@/lib/protocol/paths";
import { RECORD_BATCH_LIMIT, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { err, ok } from "@/lib/shared/result";
import { memoryOutboxStore } from "@/tests/support/memory-outbox-store";
import { callAs, type Device, deviceNow, portalOf, startDevice } from "./device";
import { type Answers, acknowledge, type Ledger, tell } from "./ledger";

/** Seconds, as a counter gives a batch. */
const BATCH_TIMEOUT = 45;
/** As lib/device/counter/send-failure.ts has it. */
const ABOUT_THE_BATCH = [400, 413, 422];

export type Scene = {
	readonly origin: string;
	readonly ledger: Ledger;
	readonly answers: Answers;
	/** Milliseconds from one act to the next, at most; half of it on average. */
	readonly pause: number;
};

export type Issuing = {
	/** Acts between two pauses, at most; 1 where it is not said. */
	readonly atOnce?: number;
	/** Told of each record before it is sent. */
	readonly issued?: (record: RecordInput) => void;
};

export function startCounter(counter: Counter, scene: Scene, { atOnce = 1, issued }: Issuing = {}): Device {
	const { origin, ledger, answers, pause } = scene;
	const ports = portalOf(origin, answers);
	const call = callAs(counter.key, ports);
	const store = memoryOutboxStore<RecordInput>();
	const send: DrainPorts<RecordInput>["send"] = async (batch) => {
		const body = { records: batch.map(({ payload }) => payload) };
		const answered = await call({ path: PATHS.records, body, answer: recordBatchAnswer, timeout: BATCH_TIMEOUT });
		if (!answered.ok) return err({ ...answered.error, scope: scopeOf(answered.error) });
		tell(ledger);
		for (const each of answered.value.answers) {
			if (each.outcome === "registered") acknowledge(ledger, each.key, each.passId);
			if (each.outcome === "refused") ledger.refused.set(each.key, each.reason);
		}
		return ok(answered.value.answers);
	};
	return startDevice({
		ports,
		task: () => drainDue({ store, send, now: deviceNow, random: Math.random, limit: RECORD_BATCH_LIMIT }),
		make: async () => {
			for (let left = Math.ceil(Math.random() * atOnce); left > 0; left--) {
				const record = await issue(counter);
				issued?.(record);
				ledger.made.push({ key: record.key, content: record.attestation });
				await store.add(queuedEntry(record.key, deviceNow()), record);
			}
		},
		pause: () => Math.random() * pause,
	});
}

function scopeOf({ kind, status = 0 }: PortalFailure): "batch" | "link" {
	return kind === "refused" && ABOUT_THE_BATCH.includes(status) ? "batch" : "link";
}
