/** The payloads that a certificate may mean whose dates are not exact (spec P-8). */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type DateReadings, dayReadings, timeReadings } from "../date-readings";
import type { DccPayload } from "./dcc-payload";

/**
 * `signed`: nothing that the certificate proves happened later. Each reading has exact dates in ISO 8601; where all were
 * exact there is one. Undefined when a date cannot be read at all.
 */
export function dccReadings(dcc: DccPayload, signed: NumericDate): readonly DccPayload[] | undefined {
	const v = each(dcc.v, (entry) => vary(entry, { dt: dayReadings(entry.dt, signed) }));
	const t = each(dcc.t, (entry) => vary(entry, { sc: timeReadings(entry.sc, signed) }));
	const r = each(dcc.r, (entry) =>
		vary(entry, { fr: dayReadings(entry.fr, signed), df: dayReadings(entry.df), du: dayReadings(entry.du) }),
	);
	if (!v || !t || !r) return undefined;
	if (v[0] === dcc.v && t[0] === dcc.t && r[0] === dcc.r) return [dcc];
	return v.flatMap((ofV) => t.flatMap((ofT) => r.map((ofR) => assemble(dcc, { v: ofV, t: ofT, r: ofR }))));
}

/** Policies refuse several entries in one payload (P-1) and look at the first: only that one's dates are read. */
function each<Entry>(
	entries: readonly Entry[] | undefined,
	read: (entry: Entry) => readonly Entry[] | undefined,
): readonly (readonly Entry[] | undefined)[] | undefined {
	const [first, ...rest] = entries ?? [];
	if (first === undefined) return [entries];
	return read(first)?.map((reading) => (reading === first ? entries : [reading, ...rest]));
}

type Members<Entry> = { readonly [Key in keyof Entry]?: DateReadings | undefined };

/** Every combination of what its members may mean. */
function vary<Entry extends object>(entry: Entry, members: Members<Entry>): readonly Entry[] | undefined {
	let readings: readonly Entry[] = [entry];
	for (const [member, texts] of Object.entries(members) as [keyof Entry, DateReadings | undefined][]) {
		if (!texts) return undefined;
		// Exact, as nearly all are: nothing is copied.
		if (texts.length === 1 && texts[0] === entry[member]) continue;
		readings = readings.flatMap((reading) => texts.map((text) => ({ ...reading, [member]: text })));
	}
	return readings;
}

type Entries = { readonly [Kind in "v" | "t" | "r"]: DccPayload[Kind] | undefined };

function assemble(dcc: DccPayload, { v, t, r }: Entries): DccPayload {
	return { ...dcc, ...(v && { v }), ...(t && { t }), ...(r && { r }) };
}
