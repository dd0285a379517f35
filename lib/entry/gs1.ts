/**
 * The GS1 DataMatrix of a medicine box, as a hand scanner types it (spec EN-8): product, expiry, lot, serial number (GS1
 * General Specifications §3, §7.8). Scanners that lose the separator behind a field of variable length leave more than one
 * reading: what all of them agree on is taken, the rest is asked for.
 */
import { existingDay, formatCivilDay } from "@/lib/shared/civil-day";

export type Gs1Reading =
	| {
			readonly outcome: "read";
			/** AI 01, fourteen digits. */
			readonly gtin: string;
			/** AI 17, the last day, `YYYY-MM-DD`. */
			readonly expiry?: string;
			/** AI 10. */
			readonly lot?: string;
			/** AI 21. */
			readonly serial?: string;
	  }
	/** It is one, and does not hold: a check digit, a date, a field that no medicine has. */
	| { readonly outcome: "misread" }
	| { readonly outcome: "not_gs1" };

const GS = "\x1d";
/** `]d2` DataMatrix, `]C1` Code 128, `]Q3` QR, `]e0` DataBar: symbologies of GS1 as scanners announce them. */
const IDENTIFIER = /^\](?:d2|C1|Q3|e0)/i;
/** What scanners send in place of FNC1; none of these may stand in a lot or a serial number (GS1 charset 82). */
const SEPARATORS = /<GS>|\{GS\}|\[GS\]|[\^~@#$§\u00e8]/gi;
/** What stands between fields here. */
const END = "|";

/** How long the value of an application identifier is; `up to` those of variable length. */
const FIELDS: Readonly<Record<string, { readonly length: number; readonly upTo?: true }>> = {
	"01": { length: 14 },
	"10": { length: 20, upTo: true },
	"11": { length: 6 },
	"13": { length: 6 },
	"15": { length: 6 },
	"16": { length: 6 },
	"17": { length: 6 },
	"20": { length: 2 },
	"21": { length: 20, upTo: true },
	"240": { length: 30, upTo: true },
	"30": { length: 8, upTo: true },
	"710": { length: 20, upTo: true },
	"711": { length: 20, upTo: true },
	"712": { length: 20, upTo: true },
	"713": { length: 20, upTo: true },
	"714": { length: 20, upTo: true },
	"715": { length: 20, upTo: true },
	"716": { length: 20, upTo: true },
};
const VALUE = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

type Fields = Readonly<Record<string, string>>;

/** `today`: `YYYY-MM-DD`, for the century of the expiry. */
export function readGs1(text: string, today: string): Gs1Reading {
	if (!beginsLikeGs1(text)) return { outcome: "not_gs1" };
	const message = text
		.trim()
		.replace(IDENTIFIER, "")
		.replaceAll(GS, END)
		.replace(/\((\d{2,4})\)/g, `${END}$1`)
		.replace(SEPARATORS, END)
		.replace(/^\|+|\|+$/g, "");
	const readings = readingsOf(message, !message.includes(END));
	const [first] = readings;
	if (first === undefined) return { outcome: "misread" };
	const agreed = (field: string) => (readings.every((each) => each[field] === first[field]) ? first[field] : undefined);
	const gtin = agreed("01");
	const expires = agreed("17");
	const expiry = expires === undefined ? undefined : dayOf(expires, today);
	if (gtin === undefined || !isGtin(gtin) || (expires !== undefined && expiry === undefined)) {
		return { outcome: "misread" };
	}
	const [lot, serial] = [agreed("10"), agreed("21")];
	return {
		outcome: "read",
		gtin,
		...(expiry === undefined ? {} : { expiry }),
		...(lot === undefined ? {} : { lot }),
		...(serial === undefined ? {} : { serial }),
	};
}

/** A symbology of GS1, or a product's number first: told from its first characters on. */
export function beginsLikeGs1(text: string): boolean {
	return IDENTIFIER.test(text) || /^\(?01\)?\d{14}/.test(text.startsWith(GS) ? text.slice(1) : text);
}

/** All ways in which the text is made of fields, each at most once. `lost`: no separator came through. */
function readingsOf(text: string, lost: boolean): readonly Fields[] {
	if (text === "") return [{}];
	return Object.entries(FIELDS).flatMap(([identifier, field]) => {
		if (!text.startsWith(identifier)) return [];
		return valuesOf(text.slice(identifier.length), { ...field, lost }).flatMap(([value, rest]) =>
			readingsOf(rest, lost)
				.filter((others) => !(identifier in others))
				.map((others) => ({ ...others, [identifier]: value })),
		);
	});
}

function valuesOf(
	text: string,
	{ length, upTo = false, lost }: { length: number; upTo?: boolean; lost: boolean },
): readonly (readonly [value: string, rest: string])[] {
	const end = text.indexOf(END);
	const room = Math.min(length, end < 0 ? text.length : end);
	const lengths = !upTo
		? [length]
		: lost
			? Array.from({ length: room }, (_, i) => i + 1)
			: [end < 0 ? text.length : end];
	return lengths
		.filter((each) => each <= room && each > 0)
		.map((each) => [text.slice(0, each), text.slice(each).replace(/^\|/, "")] as const)
		.filter(([value]) => (upTo ? VALUE : /^\d+$/).test(value));
}

/** With the check digit of GS1 §7.9. */
function isGtin(text: string): boolean {
	const sum = [...text].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
	return text.length === 14 && sum % 10 === 0;
}

/** YYMMDD; day 00 is the month's last (§3.4.7). The century is the one within fifty years (§7.12). */
function dayOf(text: string, today: string): string | undefined {
	const [year = 0, month = 0, day = 0] = (text.match(/../g) ?? []).map(Number);
	const thisYear = Number(today.slice(0, 4));
	const apart = year - (thisYear % 100);
	const century = Math.floor(thisYear / 100) + (apart >= 51 ? -1 : apart <= -50 ? 1 : 0);
	return lastDay(century * 100 + year, month, day);
}

/** `YYYY-MM-DD` of a day, or of a month's last one where there is none. */
export function lastDay(year: number, month: number, day = 0): string | undefined {
	const first = existingDay(year, month, day === 0 ? 1 : day);
	if (first === undefined || day !== 0) return first === undefined ? undefined : formatCivilDay(first);
	const next = month === 12 ? existingDay(year + 1, 1, 1) : existingDay(year, month + 1, 1);
	return next === undefined ? undefined : formatCivilDay(next - 1);
}
