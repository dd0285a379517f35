import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import type { PassPerson } from "@/lib/formats/project-person";
import { type CivilDay, existingDay, formatCivilDay } from "@/lib/shared/civil-day";
import type { TwoddocMalformation, UnverifiedTwoddoc } from "./decode-twoddoc";
import type { Field, FieldLength, Fields } from "./fields";

/** One person's proof, before it is wrapped as a payload. */
type Proof = Pick<DccPayload, "v" | "t"> & PassPerson;

/** Country, issuer and identity of the pass, which the entries of a payload repeat. */
type Provenance = { readonly co: string; readonly is: string; readonly ci: string };

/** How one document type is read. `unsupported`: genuine, but not about COVID-19. */
export type ProofReader = {
	readonly lengths: Readonly<Record<string, FieldLength>>;
	readonly read: (
		fields: Fields,
		document: UnverifiedTwoddoc,
		from: Provenance,
	) => Proof | TwoddocMalformation | "unsupported";
};

/** Names as printed; `/` stands between given names. */
export function readName(field: Field): string {
	return field.text.split("/").join(" ").trim();
}

/** DDMMYYYY to a day that exists, else undefined. */
export function readDay(text: string): CivilDay | undefined {
	const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
	return match ? existingDay(Number(match[3]), Number(match[2]), Number(match[1])) : undefined;
}

/**
 * Birth date DDMMYYYY. Day and month may be unknown (`00`), and people whose civil register is lunar have months
 * above 12 (L2: up to 50): only the year is then comparable with an identity document.
 */
export function readBirth(text: string): string | undefined {
	const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
	if (!match || Number(match[1]) > 31 || Number(match[2]) > 50) return undefined;
	const [, date, month, year] = match;
	const day = readDay(text);
	if (day !== undefined) return formatCivilDay(day);
	return date === "00" && Number(month) >= 1 && Number(month) <= 12 ? `${year}-${month}` : year;
}
