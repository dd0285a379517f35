import "client-only";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordEnvelope, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { ok } from "@/lib/shared/result";
import { loadDevice, loadUnlocked } from "../identity/device-store";
import { currentStart, reportOf } from "../identity/start";
import type { UnlockedDevice } from "../identity/stored-device";
import type { TransportKey } from "../identity/transport-key";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { heedAnswers } from "./heed-answers";
import type { OutboxPayload } from "./outbox-store";
import { openAttestation } from "./sealed-attestation";
import { sendFailure } from "./send-failure";

/** Seconds for a batch of a hundred on a bad line. */
const BATCH_TIMEOUT = 45;

/** Who sends: the counter itself while it is unlocked, else the key that can do nothing else (VA-5). */
export type Sender = { readonly unlocked: UnlockedDevice | undefined; readonly transport: TransportKey | undefined };

/** Undefined: no counter, or one of an earlier version that nobody has opened yet. */
export async function currentSender(): Promise<Sender | undefined> {
	const unlocked = await loadUnlocked();
	const transport = unlocked === undefined ? (await loadDevice())?.transport : undefined;
	return unlocked === undefined && transport === undefined ? undefined : { unlocked, transport };
}

/** The way of a batch to the portal: opened here or encrypted since it was issued, and answered key by key. */
export function recordSender({ unlocked, transport }: Sender): DrainPorts<OutboxPayload>["send"] {
	return async (batch) => {
		const records: (RecordInput | RecordEnvelope)[] = [];
		const unsent: RecordAnswer[] = [];
		for (const { key, payload } of batch) {
			const sendable = await sendableOf(key, payload, unlocked);
			if (sendable === undefined) unsent.push(unsentAnswer(key, unlocked));
			else records.push(sendable);
		}
		if (records.length === 0) return ok(unsent);
		const start = await currentStart();
		const report = await reportOf(start);
		const answered = await callFromDevice(
			PATHS.records,
			{ records, ...(report === undefined ? {} : { start: report }) },
			{ answer: recordBatchAnswer, timeout: BATCH_TIMEOUT, by: unlocked ?? transport },
		);
		if (!answered.ok) return sendFailure(answered.error);
		const indices = new Map(batch.map(({ key, payload }) => [key, payload.index]));
		const device = unlocked ?? (await loadDevice());
		if (device !== undefined) await heedAnswers(answered.value, { device, start, indices });
		await forgetUnreadable(answered.value.answers, database().outbox);
		return ok([...answered.value.answers, ...unsent]);
	};
}

async function sendableOf(
	key: string,
	{ sealed, envelope }: OutboxPayload,
	unlocked: UnlockedDevice | undefined,
): Promise<RecordInput | RecordEnvelope | undefined> {
	const opened = unlocked && (await openAttestation(unlocked.storageKey, key, sealed));
	if (opened?.record != null) return opened.record;
	return envelope === undefined ? undefined : { key, envelope };
}

/** What a locked counter cannot open waits until somebody opens the counter. */
export function unsentAnswer(key: string, unlocked: UnlockedDevice | undefined): RecordAnswer {
	if (unlocked === undefined) return { key, outcome: "retry", reason: "counter_locked" };
	return { key, outcome: "refused", reason: "sealed_unreadable" };
}

/** The portal no longer has the key that they were encrypted to. They wait for somebody who opens the counter. */
export async function forgetUnreadable(
	answers: readonly RecordAnswer[],
	table: RelaisDatabase["outbox"] | RelaisDatabase["positives"],
): Promise<void> {
	for (const answer of answers) {
		if (answer.outcome !== "retry" || answer.reason !== "envelope_unreadable") continue;
		await table
			.where("key")
			.equals(answer.key)
			.modify((row) => Reflect.deleteProperty(row, "envelope"));
	}
}
