import type { Occasion } from "@/lib/policy/occasion";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import type { VerifierPolicy } from "./verifier-policy";

/** What every format's verification is given beside the text. */
export type VerifyContext = {
	readonly trust: Trust;
	readonly now: NumericDate;
	readonly ownPast: NumericDate | undefined;
	readonly policy: VerifierPolicy;
	readonly occasion: Occasion;
};
