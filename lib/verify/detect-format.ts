import { COMPACT_JWS } from "@/lib/formats/shc/decode-shc";
import type { PassFormat } from "@/lib/shared/pass-format";

/** A `.smart-health-card` file. */
const HEALTH_CARD_FILE = /^\{\s*"verifiableCredential"/;

/** By exact prefix (docs/spec.md "Clarifications"): no trimming, no folding of case. */
export function detectFormat(text: string): PassFormat | undefined {
	if (text.startsWith("RP1:")) return "relais";
	if (text.startsWith("HC1:")) return "hc1";
	if (text.startsWith("shc:/") || COMPACT_JWS.test(text) || HEALTH_CARD_FILE.test(text)) return "shc";
	return /^DC0[1-4]/.test(text) ? "2ddoc" : undefined;
}
