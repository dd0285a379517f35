import { localDay } from "@/app/_device/local-day";
import { readDay, writeDay } from "@/lib/entry/typed-day";
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
	birth: { write: writeDay, read: readBirth },
};

/** People type digits, with or without spaces; the field groups them as the strip does. An eighth digit stays visible. */
function writeStripNumber(typed: string): string {
	return printStripNumber(typed.replace(/\D/g, "").slice(0, 8)).trim();
}

/** In every form in which people write a date (spec EN-1), unknown parts left out: `03/02/1990` → `1990-02-03`. */
function readBirth(typed: string): HolderAnswer | undefined {
	const read = readDay(typed, localDay(new Date()));
	return read.outcome === "read" ? { birth: read.day } : undefined;
}
