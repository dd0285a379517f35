import type { OpenPassRequest } from "@/lib/protocol/holder";
import type { HolderQuestion } from "@/lib/protocol/holder-link";
import { printStripNumber, readStripNumber } from "@/lib/protocol/strip-number";

/** What was typed, in the form that the portal compares. */
export type HolderAnswer = Omit<OpenPassRequest, "token">;

type Typing = {
	/** Puts the separators where people write them. */
	readonly write: (typed: string) => string;
	/** Undefined when the portal need not be asked: no such date, or a check digit that does not fit. */
	readonly read: (typed: string) => HolderAnswer | undefined;
};

export const TYPING: Readonly<Record<HolderQuestion, Typing>> = {
	stripNumber: {
		write: writeStripNumber,
		read: (typed) => {
			const stripNumber = readStripNumber(typed);
			return stripNumber === undefined ? undefined : { stripNumber };
		},
	},
	birth: {
		write: writeBirth,
		read: (typed) => {
			const birth = birthFromTyped(typed);
			return birth === undefined ? undefined : { birth };
		},
	},
};

/** People type digits, with or without spaces; the field groups them as the strip does. An eighth digit stays visible. */
function writeStripNumber(typed: string): string {
	return printStripNumber(typed.replace(/\D/g, "").slice(0, 8)).trim();
}

/** `03/02/1990` → `1990-02-03`; `00` for a day or month that the identity document does not have. */
export function birthFromTyped(typed: string): string | undefined {
	const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(typed);
	if (match === null) return undefined;
	const [, day = "", month = "", year = ""] = match;
	if (Number(month) > 12 || Number(year) < 1850) return undefined;
	if (month === "00") return day === "00" ? year : undefined;
	// Day 0 of the next month is the last one of this.
	if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined;
	return day === "00" ? `${year}-${month}` : `${year}-${month}-${day}`;
}

/** People type digits; the field writes the strokes. */
export function writeBirth(typed: string): string {
	const digits = typed.replace(/\D/g, "").slice(0, 8);
	return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== "").join("/");
}
