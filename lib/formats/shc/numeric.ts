/**
 * The numeric text of a SMART Health Card QR code (specification 1.4.0, "Health Cards as QR Codes"): `shc:/` and two
 * decimal digits for each character of the compact JWS (its code minus 45), in one part or, deprecated but printed,
 * in several (`shc:/1/3/…`) that come in any order.
 */
import { fromUtf8, utf8 } from "@/lib/shared/bytes";

/** Not digits as they should be; parts of different cards; not all parts yet. */
export type NumericProblem = "numeric" | "parts_mixed" | "parts_missing";

const ZERO = 0x30;
const PART = /^shc:\/(?:(\d{1,2})\/(\d{1,2})\/)?(\d+)$/;

export type JoinedParts =
	| { readonly outcome: "joined"; readonly jws: string }
	| { readonly outcome: "malformed"; readonly detail: NumericProblem };

/** `index` from 1. */
type Part = { readonly index: number; readonly count: number; readonly digits: string };

/**
 * Puts the parts together and decodes them. The same part twice is one part: a camera sees it many times. Missing
 * parts have a detail of their own, since the answer to them is to scan on.
 */
export function joinParts(texts: readonly string[]): JoinedParts {
	const found = new Map<number, string>();
	let count: number | undefined;
	for (const text of texts) {
		const part = partOf(text);
		if (!part) return malformed("numeric");
		count ??= part.count;
		if (part.count !== count || (found.get(part.index) ?? part.digits) !== part.digits) return malformed("parts_mixed");
		found.set(part.index, part.digits);
	}
	if (count === undefined) return malformed("numeric");
	let jws = "";
	for (let index = 1; index <= count; index++) {
		const digits = found.get(index);
		if (digits === undefined) return malformed("parts_missing");
		const decoded = decodeDigits(digits);
		if (decoded === undefined) return malformed("numeric");
		jws += decoded;
	}
	return { outcome: "joined", jws };
}

/** The digits of a compact JWS, without the `shc:/` in front. */
export function encodeDigits(jws: string): string {
	let digits = "";
	for (let i = 0; i < jws.length; i++) digits += String(jws.charCodeAt(i) - 45).padStart(2, "0");
	return digits;
}

/** Which part of how many a text says it is; undefined for anything but the digits of a card or of a part. */
export function partOf(text: string): Part | undefined {
	const match = PART.exec(text);
	if (!match) return undefined;
	const digits = match[3] as string;
	if (match[1] === undefined) return { index: 1, count: 1, digits };
	const [index, count] = [Number(match[1]), Number(match[2])];
	return index >= 1 && index <= count ? { index, count, digits } : undefined;
}

/** What pairs beyond ASCII stand for: it is in no JWS. */
const NO_JWS = "\ufffd";

/** Undefined for an odd number of digits. A pair beyond the alphabet of a JWS gives a text that is none. */
function decodeDigits(digits: string): string | undefined {
	if (digits.length % 2 !== 0) return undefined;
	const symbols = utf8(digits);
	const codes = new Uint8Array(symbols.length / 2);
	for (let i = 0; i < codes.length; i++) {
		codes[i] = ((symbols[2 * i] as number) - ZERO) * 10 + ((symbols[2 * i + 1] as number) - ZERO) + 45;
	}
	return fromUtf8(codes) ?? NO_JWS;
}

function malformed(detail: NumericProblem): JoinedParts {
	return { outcome: "malformed", detail };
}
