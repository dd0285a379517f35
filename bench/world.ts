/**
 * What every part of the bench is given: a verifier bundle of national size and genuine passes of every format under
 * it. Plain JSON, so that a page can be given the same.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";
import type { VerifierBundle } from "@/lib/trust/bundle";

export type BenchWorld = {
	readonly bundle: VerifierBundle;
	readonly texts: Readonly<Record<PassFormat, readonly string[]>>;
	/** When the passes are shown. */
	readonly now: NumericDate;
};

/** As many as the published lists held: DCC signers, SMART Health Card keys, revoked passes. */
export const SIZES = { dcc: 829, shc: 961, denied: 554_388 };
