/**
 * From a text as a scanner, a camera or a person hands it over to the text that was encoded (spec V-8): what scanners put
 * around it, the case of a scheme, and the link or bare form in which wallets write a pass. The one place that is
 * lenient; every check after it is strict. Never trims a space: base45 has spaces that mean something.
 */
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { HC1_PREFIX, openHc1 } from "./hc1/decode-hc1";
import { BINARY_LENGTHS, US } from "./twoddoc/decode-twoddoc";

/** Byte order mark, NUL, line ends, tab: sent before or after a code, and part of none. */
const FRAME = "\ufeff\0\r\n\t";
/**
 * In front of a text, beside those: the AIM symbology identifier (ISO/IEC 15424, `]Q1`, `]d2`), and the escape of an
 * extended channel interpretation (AIM ITS/04-023, `\000026` for UTF-8).
 */
const BEFORE = new RegExp(`^(?:[${FRAME}]|\\][A-Za-z][0-9A-Za-z]|\\\\\\d{6})+`);

const LINK = /^https?:\/\/[^/?#\s]+[^?#\s]*(?:\?([^#]*))?(?:#([\s\S]*))?$/i;
/** "Health Cards via Deep Link": the digits alone. */
const HEALTH_CARD_LINK = /^https:\/\/redirect\.health\.apple\.com\/SMARTHealthCard\/?#((?:\d\d)+)$/i;
const PASS_INSIDE = /^(?:RP1:|HC1:|DC0[1-4]|shc:\/\d)/i;

/** The base45 of what zlib begins with, by its four levels of compression. */
const BARE_HC1 = /^(?:6BF|NCF|Y9F|V7F)[0-9A-Z $%*+\-./:]{97,}$/;
/** `{"` and `{ ` of a JWS header, in the digits of a health card. */
const BARE_SHC = /^567[46](?:\d\d){100,}$/;

/** The same text when there is nothing to mend; reading twice changes nothing. Linear in the length. */
export function readEntry(scanned: string): string {
	const text = withoutFrame(scanned);
	if (text.length > TEXT_LIMIT) return withScheme(text);
	return withScheme(insideLink(text) ?? bareForm(text) ?? text);
}

function withoutFrame(scanned: string): string {
	const text = scanned.replace(BEFORE, "");
	// A regular expression that is anchored at the end takes quadratic time.
	let end = text.length;
	while (end > 0 && FRAME.includes(text.charAt(end - 1))) end--;
	return text.slice(0, Math.max(end, endOfBinarySignature(text)));
}

/** A version 01 2D-DOC may end in the bytes of its signature, and any of those can be a line end. 0 for other texts. */
function endOfBinarySignature(text: string): number {
	const start = text.startsWith("DC01") ? text.indexOf(US) + 1 : 0;
	const length = start === 0 ? undefined : BINARY_LENGTHS.findLast((bytes) => start + bytes <= text.length);
	return length === undefined ? 0 : start + length;
}

/** Schemes have no case (RFC 3986 §3.1), and a text without any capital comes of a scanner that folds all it reads. */
function withScheme(text: string): string {
	if (/^shc:\//i.test(text)) return `shc:/${text.slice(5)}`;
	return /^(?:rp1|hc1):[^A-Z]*$/.test(text) ? text.toUpperCase() : text;
}

/** The pass that a link carries in its fragment or in a member of its query, decoded once; undefined for other links. */
function insideLink(text: string): string | undefined {
	const card = HEALTH_CARD_LINK.exec(text)?.[1];
	if (card !== undefined) return `shc:/${card}`;
	const link = LINK.exec(text);
	if (!link) return undefined;
	const [, query = "", fragment = ""] = link;
	for (const value of [fragment, ...query.split("&").map((member) => member.slice(member.indexOf("=") + 1))]) {
		const inside = percentDecoded(value);
		if (PASS_INSIDE.test(inside)) return withoutFrame(value === fragment ? inside : fromQuery(value, inside));
	}
	return undefined;
}

/**
 * In a query a plus sign stands for a space (URL Standard, application/x-www-form-urlencoded), and some wallets mean a
 * plus: of base45, which has both, the reading counts that opens.
 */
function fromQuery(value: string, asItStands: string): string {
	const asForm = percentDecoded(value.replaceAll("+", " "));
	if (!asItStands.startsWith(HC1_PREFIX)) return asForm;
	return openHc1(asItStands) === undefined && openHc1(asForm) !== undefined ? asForm : asItStands;
}

/** Once: base45 has percent signs of its own. What is no escape stays as it is. */
function percentDecoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		return value.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	}
}

function bareForm(text: string): string | undefined {
	if (BARE_SHC.test(text)) return `shc:/${text}`;
	const hc1 = BARE_HC1.test(text) ? HC1_PREFIX + text : undefined;
	return hc1 !== undefined && openHc1(hc1) !== undefined ? hc1 : undefined;
}
