import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";

/** Not exported: no other module can write this member. */
declare const verified: unique symbol;

/**
 * A pass whose signature, issuer and times hold; nothing else reaches policy, screens or check-in. Only lib/verify makes
 * one (make-verified-pass.ts, layer rule `only-verify-makes-passes`).
 */
export type VerifiedPass = {
	readonly [verified]: true;
	readonly format: PassFormat;
	/** RP1: `<delegation jti>.<s>` (RP-3); HC1: the `ci`; SHC and 2D-DOC: a digest of what was signed. */
	readonly id: string;
	/** RP1: the pass id of the same paper's check code, so that one person by either is one at the gate. */
	readonly codePassId?: string | undefined;
	/** As printed on the pass: NFC, not transliterated. `birth` is YYYY-MM-DD, YYYY-MM, YYYY, or as the format has it. */
	readonly person: { readonly family: string; readonly given: string; readonly birth: string };
	/** RP1: the issuing pharmacy's name and town; others: the issuer's listed name or country. */
	readonly issuer: string | undefined;
	/** The EU DCC projection that policy judged (spec V-2). */
	readonly dcc: DccPayload;
	readonly expires: NumericDate | undefined;
};
