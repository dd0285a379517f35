/**
 * Keeps one process answering under load: a cap on requests in flight, of which bulk work (draining outboxes) may take
 * only a part so that interactive calls still get through (design rule 9), and a token bucket for each caller.
 * Counts live in this process; several instances each keep their own.
 */
import "server-only";

export type Priority = "interactive" | "bulk";

/** Entered: call `leave` whatever happens; a second call does nothing. Otherwise seconds to wait. */
export type Entry =
	| { readonly ok: true; readonly leave: () => void }
	| { readonly ok: false; readonly retryAfter: number };

export type LoadLimits = {
	/** Requests in flight over all, and of these bulk at most. */
	readonly inFlight: number;
	readonly bulkInFlight: number;
	/** A caller's bucket: requests at once, and how many a second come back. */
	readonly burst: number;
	readonly perSecond: number;
	/** Callers remembered; the least recently seen are forgotten first. */
	readonly callers: number;
};

export const DEFAULT_LIMITS: LoadLimits = {
	inFlight: 96,
	bulkInFlight: 8,
	burst: 300,
	perSecond: 50,
	callers: 50_000,
};

export type LoadGuard = {
	readonly enter: (priority: Priority) => Entry;
	/** Takes one token; answers 0, or the seconds until there is one. `nowMs`: any steadily rising milliseconds. */
	readonly charge: (caller: string, nowMs: number) => number;
};

export function loadGuard(limits: LoadLimits = DEFAULT_LIMITS): LoadGuard {
	const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
	const inFlight = { interactive: 0, bulk: 0 };
	return {
		enter: (priority) => {
			const full = inFlight.interactive + inFlight.bulk >= limits.inFlight;
			if (full || (priority === "bulk" && inFlight.bulk >= limits.bulkInFlight)) {
				return { ok: false, retryAfter: priority === "bulk" ? 5 : 2 };
			}
			inFlight[priority] += 1;
			let inside = true;
			return {
				ok: true,
				leave: () => {
					if (inside) inFlight[priority] -= 1;
					inside = false;
				},
			};
		},
		charge: (caller, nowMs) => {
			const { tokens: left, at } = buckets.get(caller) ?? { tokens: limits.burst, at: nowMs };
			const elapsed = Math.max(0, nowMs - at) / 1_000;
			const tokens = Math.min(limits.burst, left + elapsed * limits.perSecond);
			buckets.delete(caller); // to the end of the line: a Map keeps insertion order
			buckets.set(caller, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: Math.max(at, nowMs) });
			if (buckets.size > limits.callers) buckets.delete(buckets.keys().next().value ?? "");
			return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / limits.perSecond);
		},
	};
}
