/**
 * The message of a 2D-DOC as fields (ANTS specification 3.2.6, "Zone de message"): a two-character identifier and a value, in any
 * order. A field of fixed length ends by itself; one of variable length ends with GS, with RS when its value was cut
 * short, at its greatest length, or with the message.
 */
import { GS, RS, type TwoddocMalformation } from "./decode-twoddoc";

/** Characters, both included. */
export type FieldLength = { readonly min: number; readonly max: number };

export type Field = {
	readonly text: string;
	/** RS: the value goes on, but not here. */
	readonly cut: boolean;
};

export type Fields = ReadonlyMap<string, Field>;

/** Fields that any document may carry (annex of data identifiers, 01 to 0C). Only the expiry, 08, means something to a verifier. */
const COMMON: Record<string, FieldLength> = {
	"01": { min: 0, max: Number.POSITIVE_INFINITY },
	"02": { min: 0, max: Number.POSITIVE_INFINITY },
	"03": { min: 0, max: Number.POSITIVE_INFINITY },
	"04": { min: 0, max: Number.POSITIVE_INFINITY },
	"05": { min: 0, max: Number.POSITIVE_INFINITY },
	"06": { min: 4, max: 4 },
	"07": { min: 6, max: 6 },
	"08": { min: 4, max: 4 },
	"09": { min: 4, max: 4 },
	"0A": { min: 9, max: 9 },
	"0B": { min: 9, max: 9 },
	"0C": { min: 0, max: Number.POSITIVE_INFINITY },
};

/**
 * Reads every field of `message`, or says why it cannot. An identifier that the document type does not have, or that
 * comes twice, is refused: a reader that skipped it would have to guess where it ends.
 */
export function parseFields(
	message: string,
	lengths: Readonly<Record<string, FieldLength>>,
): { readonly fields: Fields } | { readonly detail: TwoddocMalformation } {
	const fields = new Map<string, Field>();
	let at = 0;
	while (at < message.length) {
		const id = message.slice(at, at + 2);
		const length = lengthOf(id, lengths);
		if (!length) return { detail: "unknown_field" };
		if (fields.has(id)) return { detail: "repeated_field" };
		const start = at + 2;
		const end = endOfValue(message, start, length.max);
		if (end - start < length.min) return { detail: "field_length" };
		const terminator = message.charAt(end);
		fields.set(id, { text: message.slice(start, end), cut: terminator === RS });
		at = terminator === GS || terminator === RS ? end + 1 : end;
	}
	return { fields };
}

function lengthOf(id: string, lengths: Readonly<Record<string, FieldLength>>): FieldLength | undefined {
	if (Object.hasOwn(lengths, id)) return lengths[id];
	return Object.hasOwn(COMMON, id) ? COMMON[id] : undefined;
}

function endOfValue(message: string, start: number, max: number): number {
	const last = Math.min(message.length, start + max);
	for (let i = start; i < last; i++) {
		const character = message.charAt(i);
		if (character === GS || character === RS) return i;
	}
	return last;
}
