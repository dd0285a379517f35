/**
 * From the CBOR of a health certificate to `DccPayload` (eu-dcc-schema 1.x). Only known members are copied, each with
 * its type checked; dates stay text as the issuer wrote them and are judged by the policy. A second entry is kept: the
 * policy refuses it (spec P-1).
 */
import { type CborMap, type CborValue, isCborArray, isCborMap, untagged } from "../cbor-value";
import { mrzName } from "../mrz-name";
import type { DccPayload, DccRecovery, DccTest, DccVaccination } from "./dcc-payload";

/** More entries than any schema ever allowed; bounds the work on hostile payloads. */
const MAX_ENTRIES = 16;

/** Internal: the exported function catches it and answers undefined. */
class NotADcc extends Error {}

export function projectDcc(value: CborValue): DccPayload | undefined {
	try {
		const dcc = map(untagged(value));
		const payload: Draft<DccPayload> = { ver: text(dcc, "ver"), nam: name(map(dcc.get("nam"))), dob: text(dcc, "dob") };
		const [v, t, r] = [
			entries(dcc.get("v"), vaccination),
			entries(dcc.get("t"), test),
			entries(dcc.get("r"), recovery),
		];
		if (v) payload.v = v;
		if (t) payload.t = t;
		if (r) payload.r = r;
		return payload;
	} catch (cause) {
		if (cause instanceof NotADcc) return undefined;
		throw cause;
	}
}

/** Written member by member: this is read with every scan, and spreading takes four times as long. */
type Draft<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function name(from: CborMap): DccPayload["nam"] {
	const nam: Draft<DccPayload["nam"]> = { fnt: "" };
	copyOptional(from, nam, ["fn", "fnt", "gn", "gnt"]);
	// The schema asks for the transliterated name, and some issuers write the other one only.
	if (nam.fnt === "" && nam.fn !== undefined) nam.fnt = mrzName(nam.fn);
	return nam;
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
		co: text(entry, "co"),
		is: text(entry, "is"),
		ci: text(entry, "ci"),
	};
}

function test(entry: CborMap): DccTest {
	const read: Draft<DccTest> = {
		tg: text(entry, "tg"),
		tt: text(entry, "tt"),
		sc: text(entry, "sc"),
		tr: text(entry, "tr"),
		co: text(entry, "co"),
		is: text(entry, "is"),
		ci: text(entry, "ci"),
	};
	copyOptional(entry, read, ["nm", "ma", "tc"]);
	return read;
}

function recovery(entry: CborMap): DccRecovery {
	return {
		tg: text(entry, "tg"),
		fr: text(entry, "fr"),
		df: text(entry, "df"),
		du: text(entry, "du"),
		co: text(entry, "co"),
		is: text(entry, "is"),
		ci: text(entry, "ci"),
	};
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

function copyOptional<Key extends string>(from: CborMap, to: { [key in Key]?: string }, keys: readonly Key[]): void {
	for (const key of keys) {
		const value = from.get(key);
		if (value !== undefined && value !== null) to[key] = text(from, key);
	}
}

function count(from: CborMap, key: string): number {
	const value = from.get(key);
	if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new NotADcc();
	return value;
}
