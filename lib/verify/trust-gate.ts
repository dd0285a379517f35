/**
 * Whether the cached trust can carry a verdict at all, in this order: present, clock plausible, young enough
 * (spec TL-4, docs/spec.md "Clarifications"). Says nothing about any pass.
 *
 * Foreign passes need the keys of a list in use. Our own need the keyset and the denials, of which a list that no longer
 * verifies still says enough (TL-1).
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Keyset, Trust } from "@/lib/trust/trust";
import { clockState, DEFAULT_HARD_STOP, type TimeWitness, trustAge } from "@/lib/trust/trust-age";
import type { TrustObstacle, VerdictWarning } from "./verdict";

export type TrustGate =
	| {
			readonly outcome: "open";
			readonly keyset: Keyset;
			readonly warnings: readonly VerdictWarning[];
	  }
	| {
			readonly outcome: "closed";
			readonly reason: TrustObstacle;
			/** With `clock_implausible`: the document that the clock lies behind. */
			readonly witness?: TimeWitness;
			readonly warnings: readonly VerdictWarning[];
	  };

export type TrustGateOptions = {
	readonly needs: "listed keys" | "denials";
	readonly now: NumericDate;
	readonly ownPast: NumericDate | undefined;
	/** Seconds after which the policy at work refuses to judge; undefined: the default of TL-4. */
	readonly hardStop: number | undefined;
};

export function passTrustGate(trust: Trust, options: TrustGateOptions): TrustGate {
	const { needs, now, ownPast, hardStop } = options;
	const { keyset, list } = trust;
	const age = trustAge(trust, now);
	const missing = !keyset || !age || (needs === "listed keys" && !list);
	if (missing) return { outcome: "closed", reason: "trust_missing", warnings: [] };
	const warnings = ageWarnings(age.state);
	const clock = clockState(trust, now, ownPast);
	if (clock.state === "implausible") {
		return { outcome: "closed", reason: "clock_implausible", witness: clock.witness, warnings };
	}
	if (clock.state === "behind") warnings.unshift("clock_behind");
	if (age.seconds > (hardStop ?? DEFAULT_HARD_STOP)) return { outcome: "closed", reason: "trust_too_old", warnings };
	return { outcome: "open", keyset, warnings };
}

function ageWarnings(state: "fresh" | "ageing" | "stale"): VerdictWarning[] {
	switch (state) {
		case "fresh":
			return [];
		case "ageing":
			return ["trust_ageing"];
		case "stale":
			return ["trust_stale"];
		default:
			return assertNever(state);
	}
}
