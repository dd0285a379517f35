/** Which delegations may sign an attestation, and how long it then lasts (RP-2, RP-5). */
import { isSampledLater, runsFrom } from "@/lib/formats/relais/limits";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { inForce, type OwnDelegation } from "./own-delegation";

/** What is to be attested. `performedAt` is the time of the sample or the injection. */
export type Performed = { readonly kind: AttestationKind; readonly performedAt: NumericDate };

export type ChoiceFailure = Failure<"no_delegation" | "kind_not_delegated" | "time_in_future" | "sample_too_old">;

const refuse = (code: ChoiceFailure["code"]) => err({ code, retryable: false });

/** Those that may sign it now, oldest first: the older block is used up before the newer one. */
export function chooseDelegations(
	performed: Performed,
	{ delegations, now }: { readonly delegations: readonly OwnDelegation[]; readonly now: NumericDate },
): Result<readonly OwnDelegation[], ChoiceFailure> {
	const current = delegations.filter((delegation) => inForce(delegation, now));
	if (current.length === 0) return refuse("no_delegation");
	const allowed = current.filter((delegation) => delegation.kinds.includes(performed.kind));
	if (allowed.length === 0) return refuse("kind_not_delegated");
	if (isSampledLater(performed.performedAt, now)) return refuse("time_in_future");
	const inTime = allowed.filter((delegation) => expiryUnder(delegation, performed, now) > now);
	return inTime.length === 0 ? refuse("sample_too_old") : ok(inTime);
}

/** The longest that this delegation allows. */
export function expiryUnder({ longest }: OwnDelegation, performed: Performed, now: NumericDate): NumericDate {
	return runsFrom(performed.kind, { sample: performed.performedAt, issue: now }) + longest;
}
