/**
 * From the CBOR of a health certificate to `DccPayload` (eu-dcc-schema 1.x). Only known members are copied, each with
 * its type checked; dates stay text as the issuer wrote them and are judged by the policy. A second entry is kept: the
 * policy refuses it (spec P-1).
 */
import { type CborMap, type CborValue, isCborArray, isCborMap, untagged } from "../cbor-value";
import type { DccPayload, DccRecovery, DccTest, DccVaccination } from "./dcc-payload";

/** More entries than any schema ever allowed; keeps hostile payloads cheap. */
const MAX_ENTRIES = 16;

/** Internal: turned into undefined at the door. */
class NotADcc extends Error {}

export function projectDcc(value: CborValue): DccPayload | undefined {
	try {
		const dcc = map(untagged(value));
		const nam = map(dcc.get("nam"));
		const v = entries(dcc.get("v"), vaccination);
		const t = entries(dcc.get("t"), test);
		const r = entries(dcc.get("r"), recovery);
		return {
			ver: text(dcc, "ver"),
			nam: {
				...optional(nam, "fn"),
				...optional(nam, "gn"),
				fnt: text(nam, "fnt"),
				...optional(nam, "gnt"),
			},
			dob: text(dcc, "dob"),
			...(v && { v }),
			...(t && { t }),
			...(r && { r }),
		};
	} catch (cause) {
		if (cause instanceof NotADcc) return undefined;
		throw cause;
	}
}

function vaccination(entry: CborMap): DccVaccination {
	return {
		tg: text(entry, "tg"),
		vp: text(entry, "vp"),
		mp: text(entry, "mp"),
		ma: text(entry, "ma"),
		dn: count(entry, "dn"),
		sd: count(entry, "sd"),
		dt: text(entry, "dt"),
		...issuance(entry),
	};
}

function test(entry: CborMap): DccTest {
	return {
		tg: text(entry, "tg"),
		tt: text(entry, "tt"),
		...optional(entry, "nm"),
		...optional(entry, "ma"),
		sc: text(entry, "sc"),
		tr: text(entry, "tr"),
		...optional(entry, "tc"),
		...issuance(entry),
	};
}

function recovery(entry: CborMap): DccRecovery {
	return {
		tg: text(entry, "tg"),
		fr: text(entry, "fr"),
		df: text(entry, "df"),
		du: text(entry, "du"),
		...issuance(entry),
	};
}

function issuance(entry: CborMap): { readonly co: string; readonly is: string; readonly ci: string } {
	return { co: text(entry, "co"), is: text(entry, "is"), ci: text(entry, "ci") };
}

function entries<Entry>(value: CborValue, read: (entry: CborMap) => Entry): readonly Entry[] | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isCborArray(value) || value.length > MAX_ENTRIES) throw new NotADcc();
	return value.map((entry) => read(map(entry)));
}

function map(value: CborValue): CborMap {
	if (!isCborMap(value)) throw new NotADcc();
	return value;
}

/** Issuers in the field tag date-times (RFC 8949 §3.4.1); the text is what counts. */
function text(from: CborMap, key: string): string {
	const value = untagged(from.get(key));
	if (typeof value !== "string") throw new NotADcc();
	return value;
}

function optional<Key extends string>(from: CborMap, key: Key): { readonly [key in Key]?: string } {
	const value = from.get(key);
	if (value === undefined || value === null) return {};
	return { [key]: text(from, key) } as { readonly [key in Key]?: string };
}

function count(from: CborMap, key: string): number {
	const value = from.get(key);
	if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new NotADcc();
	return value;
}
