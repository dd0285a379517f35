/**
 * Answers that cost the more the more is stored, and that many may ask for: made by one at a time for all who ask, and kept for
 * so long that making them takes a twentieth of the time at most. What costs little is always new; nobody waits for what
 * costs much, once it was made.
 */
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

const SHARE = 20;

type Waiting = {
	/** Milliseconds, of a clock that nobody sets. */
	readonly now?: () => number;
	/** Milliseconds after which the last answer does, while a new one is being made. */
	readonly patience?: number;
};

export function sparing<Value>(
	make: () => Promise<Value>,
	{ now = () => performance.now(), patience = 250 }: Waiting = {},
): () => Promise<Value> {
	let kept: { readonly value: Value; readonly until: number } | undefined;
	let making: Promise<Value> | undefined;
	async function renewed(): Promise<Value> {
		const begun = now();
		const value = await make();
		const took = now() - begun;
		kept = { value, until: begun + took * SHARE };
		return value;
	}
	return () => {
		if (kept !== undefined && now() < kept.until) return Promise.resolve(kept.value);
		making ??= renewed().finally(() => {
			making = undefined;
		});
		if (kept === undefined) return making;
		// Whoever is answered before it fails need not hear of it; the next one asks anew.
		return Promise.race([making, sleep(patience, kept.value, { ref: false })]);
	};
}
