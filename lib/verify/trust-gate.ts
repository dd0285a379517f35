/**
 * Whether the cached trust can carry a verdict at all, in this order: present, clock plausible, young enough
 * (spec TL-4, docs/spec.md "Clarifications"). Says nothing about any pass.
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Keyset, Trust } from "@/lib/trust/trust";
import { clockState, DEFAULT_HARD_STOP, trustAge } from "@/lib/trust/trust-age";
import type { TrustList } from "@/lib/trust/trust-list";
import type { IndeterminateReason, VerdictWarning } from "./verdict";

export type TrustGate =
	| {
			readonly outcome: "open";
			readonly keyset: Keyset;
			readonly list: TrustList;
			readonly warnings: readonly VerdictWarning[];
	  }
	| { readonly outcome: "closed"; readonly reason: IndeterminateReason; readonly warnings: readonly VerdictWarning[] };

export type TrustGateOptions = {
	readonly now: NumericDate;
	readonly newestTimeSeen: NumericDate | undefined;
	/** Seconds after which the policy at work refuses to judge; undefined: the default of TL-4. */
	readonly hardStop: number | undefined;
};

export function passTrustGate(trust: Trust, { now, newestTimeSeen, hardStop }: TrustGateOptions): TrustGate {
	const { keyset, list } = trust;
	const age = trustAge(trust, now, newestTimeSeen);
	if (!keyset || !list || !age) return { outcome: "closed", reason: "trust_missing", warnings: [] };
	const warnings = ageWarnings(age.state);
	const clock = clockState(trust, now, newestTimeSeen);
	if (clock === "implausible") return { outcome: "closed", reason: "clock_implausible", warnings };
	if (clock === "behind") warnings.unshift("clock_behind");
	if (age.seconds > (hardStop ?? DEFAULT_HARD_STOP)) return { outcome: "closed", reason: "trust_too_old", warnings };
	return { outcome: "open", keyset, list, warnings };
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
