import { backoffSeconds } from "@/lib/outbox/backoff";
import type { PortalFailure } from "@/lib/portal/portal-client";
import type { OpenPassAnswer } from "@/lib/protocol/holder";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { HOUR } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";

/** What the page shows after asking for the pass. */
export type LookUp =
	/** Before the first question. */
	| { readonly state: "asking"; readonly triesLeft: number | undefined }
	| { readonly state: "locked"; readonly until: NumericDate }
	/** The pharmacy's record has not arrived; looks again by itself. */
	| { readonly state: "not_registered" }
	/** The portal did not answer: says nothing about the record; looks again by itself. */
	| { readonly state: "unreachable" }
	| { readonly state: "withdrawn" }
	| { readonly state: "ready"; readonly hc1: string };

/** From an answer, or the lack of one, to what is shown. */
export function lookUpOf(answered: Result<OpenPassAnswer, PortalFailure>): LookUp {
	if (!answered.ok) return { state: "unreachable" };
	const answer = answered.value;
	switch (answer.state) {
		case "not_registered":
			return { state: "not_registered" };
		case "ready":
			return { state: "ready", hc1: answer.hc1 };
		case "withdrawn":
			return { state: "withdrawn" };
		case "wrong_birth":
		case "wrong_number":
			return { state: "asking", triesLeft: answer.triesLeft };
		case "locked":
			return { state: "locked", until: answer.until };
	}
}

/** Seconds between two looks while the record is on its way: half a minute at first, then less and less often. */
const FIRST_LOOK = 30;
const LONGEST_LOOK = HOUR / 4;

/**
 * Seconds until the page looks again by itself; undefined when there is nothing to wait for. `looks` counts those made;
 * `random` is in [0, 1): a hundred thousand holders must not ask in the same second.
 */
export function nextLook(
	lookUp: LookUp,
	at: { readonly looks: number; readonly random: number; readonly retryAfter: number | undefined },
): number | undefined {
	switch (lookUp.state) {
		case "not_registered":
		case "unreachable": {
			const regular = Math.min(LONGEST_LOOK, FIRST_LOOK * 1.5 ** Math.min(at.looks, 12));
			const spread = regular * (0.8 + 0.4 * at.random);
			if (at.retryAfter === undefined) return spread;
			return Math.max(spread, backoffSeconds({ failures: 1, random: at.random, retryAfter: at.retryAfter }));
		}
		case "asking":
		case "locked":
		case "withdrawn":
		case "ready":
			return undefined;
	}
}
