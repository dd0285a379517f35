/** Counters come back and empty their outboxes, each by its own back-off (lib/outbox/backoff.ts). */
import { setTimeout as sleep } from "node:timers/promises";
import { FRESH_LINK, linkAfterFailure } from "@/lib/outbox/backoff";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { counters, postAs } from "./call";
import type { Counter, Stage } from "./stage";

export type Outbox = { readonly counter: Counter; readonly records: readonly RecordInput[] };

export type Drained = {
	/** Pass ids by key, of every answer that said registered. */
	readonly acknowledged: ReadonlyMap<string, ReadonlySet<string>>;
	/** Answers that said anything else of a record. */
	readonly otherwise: number;
	/** Requests that the living portal answered, whatever it said. */
	readonly requests: number;
	readonly turnedAway: number;
	/** From the first counter's return to the last answer. */
	readonly seconds: number;
};

/** `window`: seconds within which all come back, as many back-offs that reached their end do. */
export async function drain(
	stage: Stage,
	outboxes: readonly Outbox[],
	{ batch, window }: { readonly batch: number; readonly window: number },
): Promise<Drained> {
	const acknowledged = new Map<string, Set<string>>();
	const count = { otherwise: 0, requests: 0, turnedAway: 0 };
	const begun = performance.now();
	const now = () => (performance.now() - begun) / 1_000;

	async function send({ key }: Counter, records: readonly RecordInput[]): Promise<number | "answered"> {
		const answer = await postAs(key, stage.origin, [PATHS.records, { records }], counters);
		count.requests += 1;
		if (answer.status !== 200) {
			if (answer.status !== 503 && answer.status !== 429) throw new Error(`${answer.status}: ${answer.text}`);
			count.turnedAway += 1;
			return answer.retryAfter ?? 0;
		}
		for (const each of recordBatchAnswer.parse(JSON.parse(answer.text)).answers) {
			if (each.outcome !== "registered") count.otherwise += 1;
			else acknowledged.set(each.key, (acknowledged.get(each.key) ?? new Set<string>()).add(each.passId));
		}
		return "answered";
	}

	async function empty({ counter, records }: Outbox): Promise<void> {
		await sleep((window / 2) * (1 + Math.random()) * 1_000);
		let link = FRESH_LINK;
		for (let from = 0; from < records.length; ) {
			const answer = await send(counter, records.slice(from, from + batch));
			if (answer === "answered") {
				link = FRESH_LINK;
				from += batch;
				continue;
			}
			link = linkAfterFailure(link, { now: now(), random: Math.random(), retryAfter: answer });
			await sleep((link.notBefore - now()) * 1_000);
		}
	}

	await Promise.all(outboxes.map(empty));
	return { acknowledged, ...count, seconds: now() - window / 2 };
}
