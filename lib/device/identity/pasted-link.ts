import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { type EnrolmentLink, readEnrolmentCode } from "./enrolment-link";

/**
 * What somebody pasted: the whole link, wherever it was copied from. Mail programs break lines in the middle of it, chats
 * put text and brackets around it, some apps write `#` as `%23`.
 */
export type PastedLink =
	| { readonly state: "link"; readonly link: EnrolmentLink }
	/** A link to another Relais: its code is good there and nowhere else. */
	| { readonly state: "other_origin"; readonly host: string }
	| { readonly state: "several" }
	/** It begins like a link and is cut off, or its thumbprint is none. */
	| { readonly state: "incomplete" }
	| { readonly state: "none" };

/** Of a text without blanks: scheme, host, code, thumbprint and what sticks to its end. */
const LINK = /(?:(https?):\/\/)?([\w.-]+(?::\d+)?)?\/enrol\/?#([0-9A-Za-z]*)(?:\.([\w-]*))?/gi;
/** Longer than any mail that carries a link; what comes after is not read. */
const LIMIT = 8_000;
const ROOT_LENGTH = 43;
/** Spaces of every kind, line ends, and what has no width. */
const BLANK = /[\s\u200b-\u200d\u2060\ufeff\u00ad]/;

/** A text in which blanks are left out, and the places in it where one stood. */
type Joined = { readonly text: string; readonly breaks: ReadonlySet<number> };

/** `origin` is this page's. A code alone, on a line of its own, is a link without a root: the same as typing it. */
export function readPastedLink(pasted: string, origin: string): PastedLink {
	const joined = withoutBlanks(pasted.slice(0, LIMIT).replaceAll("%23", "#"));
	const found = new Map<string, PastedLink>();
	for (const match of joined.text.matchAll(LINK)) {
		const read = readMatch(match, { joined, here: new URL(origin).host });
		found.set(JSON.stringify(read), read);
	}
	if (found.size > 1) return { state: "several" };
	const [only] = found.values();
	return only ?? codeAlone(pasted.slice(0, LIMIT));
}

/** Whether a text is more than a code that is being typed. */
export function looksLikeLink(text: string): boolean {
	return /[#/]|%23/.test(text);
}

function readMatch(match: RegExpMatchArray, where: { joined: Joined; here: string }): PastedLink {
	const code = readEnrolmentCode(match[3] ?? "");
	const root = match[4] === undefined ? undefined : (rootOf(match, where.joined) ?? "cut off");
	if (code === undefined || root === "cut off") return { state: "incomplete" };
	const host = hostOf(match, where.joined);
	if (host !== undefined && host !== where.here) return { state: "other_origin", host };
	return { state: "link", link: { code, root } };
}

/** What follows the thumbprint belongs to it, and spoils it, unless a blank stood between them. */
function rootOf(match: RegExpMatchArray, { breaks }: Joined): string | undefined {
	const [whole, , , , tail = ""] = match;
	const start = (match.index ?? 0) + whole.length - tail.length;
	const root = tail.slice(0, ROOT_LENGTH);
	const ends = tail.length === ROOT_LENGTH || breaks.has(start + ROOT_LENGTH);
	return ends && THUMBPRINT_FORM.test(root) ? root : undefined;
}

/** Undefined where the link names none. A word before a host without a scheme is not part of it. */
function hostOf(match: RegExpMatchArray, { breaks }: Joined): string | undefined {
	const [, scheme, named] = match;
	if (named === undefined) return undefined;
	if (scheme !== undefined) return new URL(`${scheme}://${named}`).host;
	let start = match.index ?? 0;
	for (let at = start; at < (match.index ?? 0) + named.length; at++) if (breaks.has(at)) start = at;
	return named.slice(start - (match.index ?? 0)).toLowerCase();
}

function codeAlone(pasted: string): PastedLink {
	const codes = [pasted, ...pasted.split(/[\r\n]/)].map(readEnrolmentCode);
	const code = codes.find((one) => one !== undefined);
	return code === undefined ? { state: "none" } : { state: "link", link: { code, root: undefined } };
}

function withoutBlanks(pasted: string): Joined {
	let text = "";
	const breaks = new Set<number>();
	for (const character of pasted) {
		if (BLANK.test(character)) breaks.add(text.length);
		else text += character;
	}
	return { text, breaks };
}
