/**
 * An act that the pharmacy's own software prepared: person, act and lot as JSON, from a file or a link (spec PS-1,
 * docs/pharmacy-software.md). A member that cannot be right is left out and named; the rest is taken.
 */
import { z } from "zod";
import { readNir } from "@/lib/protocol/nir";
import { SEEN_DOCUMENTS, SEXES } from "@/lib/protocol/records";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { instantOf } from "@/lib/shared/instant";
import { LOCALES } from "@/lib/shared/locale";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { readDay } from "./typed-day";
import { readPhone } from "./typed-phone";

/** Members as the software gave them. Days are `YYYY-MM-DD`; a birth may be `YYYY-MM` or `YYYY`. */
export type PreparedAct = {
	readonly reference?: string;
	readonly family?: string;
	readonly given?: string;
	readonly birthName?: string;
	readonly usedName?: string;
	readonly birth?: string;
	readonly sex?: (typeof SEXES)[number];
	readonly nir?: string;
	readonly guardian?: string;
	readonly document?: (typeof SEEN_DOCUMENTS)[number];
	readonly phone?: string;
	readonly email?: string;
	readonly address?: string;
	readonly locale?: (typeof LOCALES)[number];
	readonly act?: "antigen" | "pcr" | "vaccination";
	/** Code of the kit's list. */
	readonly product?: string;
	readonly lot?: string;
	readonly expiry?: string;
	readonly performedAt?: NumericDate;
	readonly result?: "negative" | "positive";
	readonly dose?: number;
	readonly doses?: number;
};

export type PreparedMember = keyof PreparedAct;

export type PreparedReading =
	/** `left`: the members that were not taken. */
	| { readonly outcome: "read"; readonly act: PreparedAct; readonly left: readonly PreparedMember[] }
	| { readonly outcome: "unread"; readonly why: PreparedFault };
export type PreparedFault =
	/** No JSON, or JSON that says of itself that it is something else. */
	| "no_act"
	/** Made for a version of the format that this one does not read. */
	| "version"
	| "too_long";

/** Characters of the JSON: an act with every member has under one thousand. */
export const LONGEST = 8192;

const name = z.string().trim().min(1).max(80);
const text = (longest: number) => z.string().trim().min(1).max(longest);
const day = z.string().refine((value) => parseCivilDay(value) !== undefined);
/** RFC 3339 with its offset: what zone a bare time is in, nobody knows. */
const instant = z.iso
	.datetime({ offset: true, precision: 0 })
	.transform(instantOf)
	.refine((at) => at !== undefined);
const count = z.int().min(1).max(9);

const members = (today: string): Readonly<Record<PreparedMember, z.ZodType>> => ({
	reference: text(64),
	...{ family: name, given: name, birthName: name, usedName: name, guardian: name },
	birth: z.string().refine((value) => /^\d{4}(-\d\d){0,2}$/.test(value) && readDay(value, today).outcome === "read"),
	sex: z.enum(SEXES),
	nir: z.string().refine((value) => readNir(value) !== undefined),
	document: z.enum(SEEN_DOCUMENTS),
	phone: z.string().refine((value) => readPhone(value).outcome === "read"),
	email: z.email(),
	address: text(200),
	locale: z.enum(LOCALES),
	act: z.enum(["antigen", "pcr", "vaccination"]),
	...{ product: text(40), lot: text(40), expiry: day, performedAt: instant },
	result: z.enum(["negative", "positive"]),
	...{ dose: count, doses: count },
});

const envelope = z.looseObject({ relais: z.literal("act"), version: z.int() });

/** `json`: the text of a file. `today`: `YYYY-MM-DD` at the counter. Never throws. */
export function readPreparedAct(json: string, today: string): PreparedReading {
	if (json.length > LONGEST) return { outcome: "unread", why: "too_long" };
	const read = envelope.safeParse(parsed(json));
	if (!read.success) return { outcome: "unread", why: "no_act" };
	const { relais: _, version, ...given } = read.data;
	if (version !== 1) return { outcome: "unread", why: "version" };
	const left: PreparedMember[] = [];
	const taken: [string, unknown][] = [];
	// Members that this version does not know are nobody's mistake.
	for (const [member, schema] of Object.entries(members(today))) {
		const value = Object.hasOwn(given, member) ? given[member] : undefined;
		if (value === undefined || value === null || value === "") continue;
		const result = schema.safeParse(value);
		if (result.success) taken.push([member, result.data]);
		else left.push(member as PreparedMember);
	}
	return { outcome: "read", act: Object.fromEntries(taken), left };
}

function parsed(json: string): unknown {
	try {
		return JSON.parse(json.replace(/^\uFEFF/, ""));
	} catch {
		// Whatever else it may be: it is no act.
		return undefined;
	}
}
