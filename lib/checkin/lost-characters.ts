/**
 * Whether a refusal is the hand scanner's doing (spec SC-15). One that drops characters makes a genuine pass unreadable,
 * and where a format has no checksum, not authentic. Neither says anything about the person.
 */
import type { Verdict } from "@/lib/verify/verdict";
import type { Presentation } from "./scanner-owner";

/** Why a door cannot say anything of what a hand scanner typed. */
export type ScannerReason = "characters_lost";

/** What cannot be decoded: text that nobody wrote so, or that lost something on its way. */
const UNREADABLE: ReadonlySet<string> = new Set([
	"attestation_malformed",
	// Letters in the wrong case, too.
	"attestation_not_canonical",
	"hc1_malformed",
	"shc_malformed",
	"2ddoc_malformed",
]);

/** RP1 and HC1 are compressed, with a checksum: what decodes is what was printed. */
const WITHOUT_CHECKSUM: ReadonlySet<string> = new Set(["shc", "2ddoc"]);

export function mayHaveLostCharacters(
	verdict: Verdict,
	heard: {
		readonly from: Presentation["from"];
		/** The same text as the time before. */
		readonly again: boolean;
		/** The calibration sheet found that this scanner loses nothing. */
		readonly sound: boolean;
	},
): boolean {
	if (heard.from !== "wedge" || verdict.outcome !== "rejected") return false;
	const { reason, format, warnings } = verdict;
	if (UNREADABLE.has(reason) || warnings.includes("control_characters_lost")) return true;
	if (reason !== "signature_invalid" || !WITHOUT_CHECKSUM.has(format)) return false;
	// What is lost by chance is lost elsewhere the next time; what is lost always, the sheet would have shown.
	return !(heard.again && heard.sound);
}
