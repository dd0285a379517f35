/**
 * Answers that cost the more the more is stored, and that many may ask for: made by one at a time for all who ask, and kept for
 * so long that making them takes a twentieth of the time at most. What costs little is always new.
 */
import "server-only";

const SHARE = 20;

/** `now` in milliseconds, of a clock that nobody sets. */
export function sparing<Value>(
	make: () => Promise<Value>,
	now: () => number = () => performance.now(),
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
		return making;
	};
}
