/**
 * One round of the outbox: recover what a page that has gone left in `sending`, take what is due, send it, apply the
 * answers. The caller makes sure that one round runs at a time (a Web Lock, lib/device/background/background.ts) and
 * brings the clock, the randomness and the way to send. Losing the page at any `await` loses nothing: see
 * drain-outbox.test.ts.
 */

import type { RecordAnswer } from "@/lib/protocol/records";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Failure, Result } from "@/lib/shared/result";
import { backoffSeconds } from "./backoff";
import type { OutboxEvent, WaitingEntry } from "./outbox";
import type { OutboxStore } from "./outbox-store";

/** `batch`: the server refused the request as a whole, whatever the link: a smaller one may pass. */
export type SendFailure = Failure & { readonly scope: "link" | "batch" };

export type DrainPorts<Payload> = {
	readonly store: OutboxStore<Payload>;
	readonly send: (
		batch: readonly { readonly key: string; readonly payload: Payload }[],
	) => Promise<Result<readonly RecordAnswer[], SendFailure>>;
	readonly now: () => NumericDate;
	/** In [0, 1). */
	readonly random: () => number;
	/** Entries in one request. */
	readonly limit: number;
};

export type DrainOutcome =
	| { readonly state: "idle" }
	| { readonly state: "sent"; readonly registered: number; readonly refused: number; readonly postponed: number }
	| { readonly state: "failed"; readonly error: SendFailure; readonly size: number };

export async function drainOutbox<Payload>(ports: DrainPorts<Payload>): Promise<DrainOutcome> {
	const { store } = ports;
	for (const key of await store.sending()) await store.apply(key, { type: "interrupted" });
	const due = await store.due(ports.now(), ports.limit);
	if (due.length === 0) return { state: "idle" };

	const batch: { key: string; payload: Payload }[] = [];
	for (const { key } of due) {
		await store.apply(key, { type: "send", at: ports.now() });
		const stored = await store.get(key);
		if (stored?.payload !== null && stored !== undefined) batch.push({ key, payload: stored.payload });
	}
	const answered = await ports.send(batch);
	if (answered.ok) return applyAnswers(ports, due, answered.value);
	if (answered.error.scope === "batch" && !answered.error.retryable && batch.length === 1) {
		// Alone and still refused: the entry itself is what the server cannot take. A person has to look at it.
		for (const { key } of batch) {
			await store.apply(key, { type: "refused", at: ports.now(), reason: answered.error.code });
		}
		return { state: "sent", registered: 0, refused: 1, postponed: 0 };
	}
	for (const { key } of due) await store.apply(key, { type: "interrupted" });
	return { state: "failed", error: answered.error, size: batch.length };
}

async function applyAnswers<Payload>(
	ports: DrainPorts<Payload>,
	due: readonly WaitingEntry[],
	answers: readonly RecordAnswer[],
): Promise<DrainOutcome> {
	const byKey = new Map(answers.map((answer) => [answer.key, answer]));
	const count = { registered: 0, refused: 0, postponed: 0 };
	for (const { key, attempts } of due) {
		const event = eventOf(byKey.get(key), { ports, attempts });
		await ports.store.apply(key, event);
		if (event.type === "registered" || event.type === "refused" || event.type === "postponed") count[event.type]++;
	}
	return { state: "sent", ...count };
}

function eventOf<Payload>(
	answer: RecordAnswer | undefined,
	{ ports, attempts }: { ports: DrainPorts<Payload>; attempts: number },
): OutboxEvent {
	const later = () => {
		const wait = backoffSeconds({ failures: attempts + 1, random: ports.random() });
		return { type: "postponed", notBefore: Math.ceil(ports.now() + wait) } as const;
	};
	// A key that the answer does not name has no answer (OB-3).
	if (answer === undefined) return later();
	switch (answer.outcome) {
		case "registered":
			return { type: "registered", registeredAt: answer.registeredAt, passId: answer.passId };
		case "refused":
			return { type: "refused", at: ports.now(), reason: answer.reason, field: answer.field };
		case "retry":
			return later();
		default:
			return assertNever(answer);
	}
}
