/**
 * Names as people type and paste them (spec EN-4): what looks alike becomes one character, letters of every script are
 * taken, and nothing that a name does not have.
 */
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";

type NameFault =
	| "missing"
	/** Longer than any pass can say, not merely than the sheet. */
	| "too_long"
	| "digits"
	| "not_a_name";

/** What somebody without given names has in that field. */
export const NO_NAME = "-";

/** What keyboards, word processors and other programs put where documents have an apostrophe, a hyphen, a middle dot. */
const APOSTROPHES = /[\u0060\u00b4\u02b9-\u02bd\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u2035\ua78c\uff07]/g;
const HYPHENS = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g;
const DOTS = /[\u2022\u2027\u2219\u22c5]/g;
/** Not seen, and no part of a name: soft hyphens, zero-width spaces, marks of direction. */
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A name as the attestation takes it: NFC, single spaces, one kind of apostrophe and of hyphen. */
export function readName(typed: string): string {
	const name = typed
		.replace(UNSEEN, "")
		.replace(APOSTROPHES, "'")
		.replace(HYPHENS, "-")
		.replace(DOTS, "\u00b7")
		.replace(/\s+/g, " ")
		// A space beside a hyphen is a slip; documents have none.
		.replace(/(?<=\S) ?- ?(?=\S)/g, "-")
		.normalize("NFC")
		.trim();
	return /^-+$/.test(name) ? NO_NAME : name;
}

/** Family names are in capitals on identity documents, and on the sheet. */
export function readFamilyName(typed: string): string {
	return readName(typed).toLocaleUpperCase("fr");
}

/** A letter, maybe behind an apostrophe ('t Hooft); then letters and what names have between them. */
const NAME = /^'?\p{L}(?:[\p{L}\p{M}' .,/\u00b7\u30fb\uff65-]|\u200c|\u200d)*$/u;

/** What is wrong with a name that `readName` made. `NO_NAME` is no name. */
export function nameFault(name: string): NameFault | undefined {
	if (name === "") return "missing";
	if ([...name].length > PASS_NAME_LIMIT) return "too_long";
	if (/\d/.test(name)) return "digits";
	return NAME.test(name) ? undefined : "not_a_name";
}
