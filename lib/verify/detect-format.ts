import { readEntry } from "@/lib/formats/entry-text";
import { COMPACT_JWS } from "@/lib/formats/shc/decode-shc";
import type { PassFormat } from "@/lib/shared/pass-format";

/** A `.smart-health-card` file. */
const HEALTH_CARD_FILE = /^\{\s*"verifiableCredential"/;

/** The format of a text as scanned or typed, by its prefix once it is read as V-8 says. */
export function detectFormat(scanned: string): PassFormat | undefined {
	return formatOfEntry(readEntry(scanned));
}

/** Of a text that was read already: by the exact prefix. */
export function formatOfEntry(text: string): PassFormat | undefined {
	if (text.startsWith("RP1:")) return "relais";
	if (text.startsWith("HC1:")) return "hc1";
	if (text.startsWith("shc:/") || COMPACT_JWS.test(text) || HEALTH_CARD_FILE.test(text)) return "shc";
	return /^DC0[1-4]/.test(text) ? "2ddoc" : undefined;
}
