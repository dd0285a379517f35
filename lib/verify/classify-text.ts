/**
 * What a scanned text is, before anybody judges it (spec V-12): a pass or not, one part of a card in several codes, the
 * holder's own link, or another gate's code. A door answers what is no pass in grey, without a verdict. Nothing here says that a pass is good.
 */
import { readEntry } from "@/lib/formats/entry-text";
import { isOtherFamily } from "@/lib/formats/other-families";
import { COMPACT_JWS, isHealthCardHeader } from "@/lib/formats/shc/decode-shc";
import { partOf } from "@/lib/formats/shc/numeric";
import { parseHeader } from "@/lib/formats/twoddoc/header";
import { assertNever } from "@/lib/shared/assert-never";
import { formatOfEntry } from "./detect-format";

export type TextClass =
	/** One of the four formats, also damaged: for `verifyPass`. `text` is as read (V-8). */
	| { readonly kind: "pass"; readonly text: string }
	/** A family that this version does not read: `verifyPass` says so. */
	| { readonly kind: "unsupported"; readonly text: string }
	/** Part `index` of `count`, for ./collect-parts. */
	| { readonly kind: "part"; readonly text: string; readonly index: number; readonly count: number }
	/** The address on the strip of a sheet, or in a letter: it opens the pass, and is none. */
	| { readonly kind: "holderLink" }
	/** What another gate shows, to be linked with: for the screen that links them. */
	| { readonly kind: "gateCode" }
	/** A menu, a ticket, an article: nobody showed a pass. */
	| { readonly kind: "none" };

/**
 * `/pass#n.<token>.<end>` on any host; whoever reads the address out of a sentence also reads the stop behind it, and
 * some senders write the hash sign as an escape.
 */
const HOLDER_LINK =
	/^https?:\/\/[^?#\s]+\/pass(?:#|%23)(?:n\.)?[A-Za-z0-9_-]{22}(?:\.[0-9a-z]{1,11})?[.,;:!?)\]}>'"]*$/i;

/** Of any version of lib/gatelink/pairing-code.ts. */
const GATE_CODE = /^RG\d{1,2}:/;

export function classifyText(scanned: string): TextClass {
	const text = readEntry(scanned);
	if (HOLDER_LINK.test(text)) return { kind: "holderLink" };
	if (GATE_CODE.test(text)) return { kind: "gateCode" };
	const format = formatOfEntry(text);
	switch (format) {
		case "relais":
		case "hc1":
			return { kind: "pass", text };
		case "shc":
			return classifyHealthCard(text);
		case "2ddoc":
			return parseHeader(text) ? { kind: "pass", text } : { kind: "none" };
		case undefined:
			return { kind: isOtherFamily(text) ? "unsupported" : "none", text };
		default:
			return assertNever(format);
	}
}

/** Any JWT begins like a bare health card: membership cards and log-ins are none. */
function classifyHealthCard(text: string): TextClass {
	if (COMPACT_JWS.test(text) && !isHealthCardHeader(text)) return { kind: "none" };
	const part = partOf(text);
	return part && part.count > 1 ? { kind: "part", text, index: part.index, count: part.count } : { kind: "pass", text };
}
