import type { Occasion } from "@/lib/policy/occasion";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { DEFAULT_HARD_STOP } from "@/lib/trust/trust-age";
import { policyHardStop, resolvePolicy } from "./verifier-policy";

/** The age of the list, in seconds, beyond which no verdict is made on this occasion (TL-4). */
export function trustLimit(
	{ list }: Pick<Trust, "list">,
	wanted: { readonly now: NumericDate; readonly occasion: Occasion },
): number {
	return policyHardStop(resolvePolicy("default", list?.policies ?? [], wanted)) ?? DEFAULT_HARD_STOP;
}
