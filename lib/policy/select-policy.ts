/**
 * Which policy judges: by id, or the one in force for an occasion (spec §4 `policies`, §8). A policy that applies and
 * that this version cannot use is not passed over: whoever judged by an older one would refuse or admit by rules that
 * no longer hold.
 */
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { FR_2021_08_09 } from "./fr-2021-08-09";
import { momentOf, type Occasion } from "./occasion";
import { type PolicyDocument, policyDocument } from "./policy-document";
import { readPolicy } from "./read-policy";
import { isZone } from "./zoned-calendar";

export type SelectedPolicy =
	/** `at`: when it is asked. */
	| { readonly outcome: "found"; readonly policy: PolicyDocument; readonly at: NumericDate }
	/** It is there, in a form that this version does not understand. */
	| { readonly outcome: "unusable"; readonly id: string }
	/** Nobody gave rules for this. */
	| { readonly outcome: "missing" };

export type PolicyWanted = { readonly now: NumericDate; readonly occasion: Occasion };

/** What is read of a document to tell whether it applies; activities and the rest may be those of later versions. */
const envelope = z.object({
	id: z.string(),
	dates: z.object({ from: z.number(), to: z.number().optional() }),
	zone: z.string().catch("UTC"),
	activities: z.array(z.string()),
	countries: z.array(z.string()).optional(),
});
type Envelope = z.infer<typeof envelope>;

/** Made once, so that it is the same object for every call. */
const BUILT_IN: PolicyDocument = policyDocument.parse(FR_2021_08_09);

/** Documents of a trust list are immutable and asked for with every scan: each is read once. */
const envelopes = new WeakMap<object, Envelope | null>();
const readPolicies = new WeakMap<object, PolicyDocument | null>([[BUILT_IN, BUILT_IN]]);

/** The policy that applies to venues, trains and journeys to France where a trust list has none. */
export function builtInPolicy(): PolicyDocument {
	return BUILT_IN;
}

/** A policy that this version can apply; undefined for anything else. */
export function usablePolicy(candidate: unknown): PolicyDocument | undefined {
	return remember(readPolicies, candidate, () => {
		const read = readPolicy(candidate);
		return read.ok ? read.value : undefined;
	});
}

/**
 * The policy in force for the occasion: of several the one that began last, of those the later in the list. None of the
 * list's: the built-in one, if it speaks of the occasion. A document of which not even that can be told is passed over.
 */
export function selectPolicy(documents: readonly unknown[], { now, occasion }: PolicyWanted): SelectedPolicy {
	let chosen: { readonly document: unknown; readonly outline: Envelope; readonly at: NumericDate } | undefined;
	for (const document of documents) {
		const outline = outlineOf(document);
		if (!outline || !speaksOf(outline, occasion)) continue;
		const at = momentOf(occasion, now, isZone(outline.zone) ? outline.zone : "UTC");
		if (!isInForce(outline, at)) continue;
		if (!chosen || outline.dates.from >= chosen.outline.dates.from) chosen = { document, outline, at };
	}
	if (chosen) return asSelected(chosen.document, chosen.outline.id, chosen.at);
	if (!speaksOf(BUILT_IN, occasion)) return { outcome: "missing" };
	return { outcome: "found", policy: BUILT_IN, at: momentOf(occasion, now, BUILT_IN.zone) };
}

/** By id, whether in force or not: the list's own, of several the last, before the built-in one. */
export function findPolicy(documents: readonly unknown[], id: string, { now, occasion }: PolicyWanted): SelectedPolicy {
	const document = documentNamed(documents, id);
	if (document === undefined) return { outcome: "missing" };
	const zone = usablePolicy(document)?.zone ?? "UTC";
	return asSelected(document, id, momentOf(occasion, now, zone));
}

export function hasPolicy(documents: readonly unknown[], id: string): boolean {
	return documentNamed(documents, id) !== undefined;
}

/** Countries for which the list, or this program, has rules of arrival: what a screen offers first. */
export function destinationsOf(documents: readonly unknown[]): readonly string[] {
	const usable = documents.flatMap((document) => usablePolicy(document) ?? []);
	return [...new Set([...usable, BUILT_IN].flatMap(({ countries = [] }) => countries))].sort();
}

function outlineOf(document: unknown): Envelope | undefined {
	return remember(envelopes, document, () => envelope.safeParse(document).data);
}

function documentNamed(documents: readonly unknown[], id: string): unknown {
	const listed = documents.findLast((document) => outlineOf(document)?.id === id);
	return listed ?? (id === BUILT_IN.id ? BUILT_IN : undefined);
}

function asSelected(document: unknown, id: string, at: NumericDate): SelectedPolicy {
	const policy = usablePolicy(document);
	return policy ? { outcome: "found", policy, at } : { outcome: "unusable", id };
}

function speaksOf(
	{ activities, countries = [] }: Pick<Envelope, "activities" | "countries">,
	occasion: Occasion,
): boolean {
	if (!activities.includes(occasion.activity)) return false;
	return occasion.activity !== "journey" || countries.includes(occasion.destination);
}

function isInForce({ dates }: Pick<Envelope, "dates">, at: NumericDate): boolean {
	return dates.from <= at && (dates.to === undefined || at < dates.to);
}

function remember<Value>(
	known: WeakMap<object, Value | null>,
	key: unknown,
	read: () => Value | undefined,
): Value | undefined {
	if (typeof key !== "object" || key === null) return undefined;
	const before = known.get(key);
	if (before !== undefined) return before ?? undefined;
	const value = read();
	known.set(key, value ?? null);
	return value;
}
