/** Somebody who waits before a screen: asked again after as long as the portal says, until it answers. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Fetch } from "../fleet/counted-fetch";

/** Seconds after which anybody has gone. */
const PATIENCE = 60;
const BUSY = [429, 503];

export type Waits = {
	/** Milliseconds and the call of the longest wait, times to come back included. */
	readonly longest: () => { readonly ms: number; readonly call: string };
	/** Throws where no answer comes, or one that is not about the call. */
	readonly ask: (call: string, url: URL, init?: RequestInit) => Promise<Response>;
};

export function openWaits(fetch: Fetch): Waits {
	let longest = { ms: 0, call: "none" };
	return {
		longest: () => longest,
		async ask(call, url, init = {}) {
			const begun = performance.now();
			for (;;) {
				const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE * 1_000) });
				const ms = performance.now() - begun;
				if (ms > longest.ms) longest = { ms, call };
				if (!BUSY.includes(answer.status)) return answer;
				if (ms > PATIENCE * 1_000) throw new Error(`${call}: still told to come back after a minute`);
				await sleep(1_000 * Math.max(1, Number(answer.headers.get("retry-after") ?? 1)));
			}
		},
	};
}
