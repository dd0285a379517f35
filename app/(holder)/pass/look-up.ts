import { backoffSeconds } from "@/lib/outbox/backoff";
import type { PortalFailure } from "@/lib/portal/portal-client";
import type { OpenPassAnswer, WithdrawalReason } from "@/lib/protocol/holder";
import type { CorrectionReason } from "@/lib/protocol/revocations";
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
	/** The paper stands, and another sheet is due; looks again by itself. */
	| { readonly state: "number_shared" }
	/** The portal did not answer: says nothing about the record; looks again by itself. */
	| { readonly state: "unreachable" }
	/** Looks again by itself where a correction may be on its way. */
	| { readonly state: "withdrawn"; readonly reason: WithdrawalReason }
	/** The authority no longer keeps the record. */
	| { readonly state: "forgotten" }
	| { readonly state: "ready"; readonly hc1: string; readonly replaces?: ShownReason };

/** Why this pass stands in the place of another; another person's never does (spec SH-2). */
type ShownReason = Exclude<CorrectionReason, "wrong_person">;

/** From an answer, or the lack of one, to what is shown. */
export function lookUpOf(answered: Result<OpenPassAnswer, PortalFailure>): LookUp {
	if (!answered.ok) return { state: "unreachable" };
	const answer = answered.value;
	switch (answer.state) {
		case "not_registered":
			return { state: "not_registered" };
		case "number_shared":
			return { state: "number_shared" };
		case "ready":
			return { state: "ready", hc1: answer.hc1, ...shownReason(answer.replaces) };
		case "withdrawn":
			return answer.forgotten === true ? { state: "forgotten" } : { state: "withdrawn", reason: answer.reason };
		case "wrong_birth":
		case "wrong_number":
			return { state: "asking", triesLeft: answer.triesLeft };
		case "locked":
			return { state: "locked", until: answer.until };
	}
}

function shownReason(reason: CorrectionReason | undefined): { readonly replaces?: ShownReason } {
	return reason === undefined || reason === "wrong_person" ? {} : { replaces: reason };
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
		case "withdrawn":
			if (lookUp.reason === "wrong_person" || lookUp.reason === "other") return undefined;
			return nextLook({ state: "not_registered" }, at);
		case "not_registered":
		case "number_shared":
		case "unreachable": {
			const regular = Math.min(LONGEST_LOOK, FIRST_LOOK * 1.5 ** Math.min(at.looks, 12));
			const spread = regular * (0.8 + 0.4 * at.random);
			if (at.retryAfter === undefined) return spread;
			return Math.max(spread, backoffSeconds({ failures: 1, random: at.random, retryAfter: at.retryAfter }));
		}
		case "asking":
		case "locked":
		case "forgotten":
		case "ready":
			return undefined;
	}
}
