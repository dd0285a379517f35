/**
 * The 2D-DOC header (ANTS specification 3.2.6, "En-tête"): which certificate signed, when, and what kind of document it is.
 * Reads fixed positions only; promises nothing about who wrote them.
 */
import { type CivilDay, civilDay } from "@/lib/shared/civil-day";

export type TwoddocVersion = "01" | "02" | "03" | "04";

export type TwoddocHeader = {
	readonly version: TwoddocVersion;
	/** Certification authority (4 characters) and certificate (4): together the key id of a trust list. */
	readonly keyId: string;
	/** Undefined where the document is not dated (`FFFF`). */
	readonly issued: CivilDay | undefined;
	readonly signed: CivilDay | undefined;
	/** Two characters, such as `B2` (test) or `L1` (vaccination). */
	readonly documentType: string;
	/** `01` is the perimeter of the ANTS; versions 01 and 02 know no other. */
	readonly perimeter: string;
	/** ISO 3166-1 alpha-2, version 04 only. */
	readonly country: string | undefined;
	/** Characters that the header takes. */
	readonly length: number;
};

/** 22 characters, plus the perimeter from version 03, plus the country from version 04. */
const LENGTH: Record<TwoddocVersion, number> = { "01": 22, "02": 22, "03": 24, "04": 26 };

/** Dates are hexadecimal days since this one. */
const DAY_ZERO = civilDay(2000, 1, 1);

const FIXED = /^DC(0[1-4])([0-9A-Z]{8})([0-9A-F]{4})([0-9A-F]{4})([0-9A-Z]{2})/;

/** Undefined unless `text` begins with a complete header of a known version. */
export function parseHeader(text: string): TwoddocHeader | undefined {
	const match = FIXED.exec(text);
	if (!match) return undefined;
	const version = match[1] as TwoddocVersion;
	const length = LENGTH[version];
	const rest = text.slice(22, length);
	if (rest.length !== length - 22 || !/^(?:[0-9A-Z]{2}(?:[A-Z]{2})?)?$/.test(rest)) return undefined;
	return {
		version,
		keyId: match[2] as string,
		issued: parseDay(match[3] as string),
		signed: parseDay(match[4] as string),
		documentType: match[5] as string,
		perimeter: length > 22 ? rest.slice(0, 2) : "01",
		country: length > 24 ? rest.slice(2, 4) : undefined,
		length,
	};
}

/** Four hexadecimal digits to a civil day; `FFFF` is "not dated". */
export function parseDay(hex: string): CivilDay | undefined {
	return hex === "FFFF" ? undefined : DAY_ZERO + Number.parseInt(hex, 16);
}
