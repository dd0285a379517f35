/**
 * A 2D-DOC text taken apart (ANTS specification 3.2.6, C40 format): header, message, signature, and nothing read from any of
 * them that a signature has not covered. Promises the shape only: whose signature it is and what the fields say comes
 * later, in that order.
 *
 * An unsigned annex ("Zone annexe", version 04: GS after the signature) is cut off here, so that no later step can read it.
 */
import { type Bytes, utf8 } from "@/lib/shared/bytes";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { fromBase32 } from "./base32";
import { parseHeader, type TwoddocHeader, type TwoddocVersion } from "./header";

/** Ends a field of variable length ("Zone de message"). */
export const GS = "\u001d";
/** Ends a field whose value was cut. */
export const RS = "\u001e";
/** Separates the message from its signature ("Zone de signature"). */
export const US = "\u001f";
/** In a message: any other control character, and half a character. */
const FOREIGN = new RegExp(`(?![${GS}${RS}])[\\p{Cc}\\p{Cs}]`, "u");

/** A raw r‖s signature on P-256, P-384 and P-521: in base32, and as the bytes that version 01 still wrote. */
const BASE32_LENGTHS: readonly number[] = [103, 154, 212];
export const BINARY_LENGTHS: readonly number[] = [64, 96, 132];

export type UnverifiedTwoddoc = {
	readonly header: TwoddocHeader;
	/** What was signed: header and message as they stand, without US. */
	readonly signedBytes: Bytes;
	/** The fields, unparsed. */
	readonly message: string;
	/** Raw r‖s. */
	readonly signature: Bytes;
	/**
	 * The message holds no GS and no RS. Nearly every document has a field of variable length, so that a signature
	 * which fails on such a text was probably not forged: the scanner dropped control characters.
	 */
	readonly withoutSeparators: boolean;
};

/** Why a text is no 2D-DOC. Never holds any of the text (V-4). */
export type TwoddocMalformation =
	| "too_long"
	| "header"
	/** The scanner dropped or rewrote GS, RS, US: a set-up matter, not a bad document. */
	| "control_characters_lost"
	| "signature_missing"
	| "signature_encoding"
	| "trailing_text"
	| "foreign_character"
	| "unknown_field"
	| "repeated_field"
	| "missing_field"
	| "field_length"
	| "field_value"
	| "sample_after_signature";

export type DecodedTwoddoc =
	| { readonly outcome: "decoded"; readonly document: UnverifiedTwoddoc }
	| { readonly outcome: "malformed"; readonly detail: TwoddocMalformation };

/** Any text gives an answer, in time linear in its length. */
export function decodeTwoddoc(text: string): DecodedTwoddoc {
	if (text.length > TEXT_LIMIT) return malformed("too_long");
	const header = parseHeader(text);
	if (!header) return malformed("header");
	const end = text.indexOf(US);
	if (end < 0) return malformed(looksUnseparated(text) ? "control_characters_lost" : "signature_missing");
	if (end < header.length) return malformed("header");
	const message = text.slice(header.length, end);
	if (FOREIGN.test(message)) return malformed("foreign_character");
	const tail = text.slice(end + 1);
	const annex = header.version === "04" ? tail.indexOf(GS) : -1;
	const encoded = annex < 0 ? tail : tail.slice(0, annex);
	if (encoded === "") return malformed("signature_missing");
	const signature = readSignature(encoded, header.version);
	if (!signature) return malformed(/^[A-Z2-7]+$/.test(encoded) ? "signature_encoding" : "trailing_text");
	return {
		outcome: "decoded",
		document: {
			header,
			signedBytes: utf8(text.slice(0, end)),
			message,
			signature,
			withoutSeparators: !message.includes(GS) && !message.includes(RS),
		},
	};
}

export function malformed(detail: TwoddocMalformation): {
	readonly outcome: "malformed";
	readonly detail: TwoddocMalformation;
} {
	return { outcome: "malformed", detail };
}

function readSignature(encoded: string, version: TwoddocVersion): Bytes | undefined {
	// RFC 4648 §6 fills a group of eight with `=`; the specification does not say whether to.
	const unpadded = encoded.length % 8 === 0 ? encoded.replace(/={1,6}$/, "") : encoded;
	if (BASE32_LENGTHS.includes(unpadded.length)) return fromBase32(unpadded);
	if (version !== "01" || !BINARY_LENGTHS.includes(encoded.length)) return undefined;
	const bytes = Uint8Array.from(encoded, (character) => character.charCodeAt(0));
	return String.fromCharCode(...bytes) === encoded ? bytes : undefined;
}

/**
 * A header with no US: keyboard wedges drop control characters or type a picture of them. The signature then stands
 * directly behind the last field, or behind `<US>`, `^_`, `␟`.
 */
function looksUnseparated(text: string): boolean {
	return /[A-Z2-7]{103}$/.test(text) || /<US>|\^_|\u241f/.test(text);
}
