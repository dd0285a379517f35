/** Which policy judges: by id, or the one in force for an activity (spec §4 `policies`, §8). */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { FR_2021_08_09 } from "./fr-2021-08-09";
import { type PolicyActivity, type PolicyDocument, policyDocument } from "./policy-document";

/** Documents of a trust list are immutable and asked for with every scan: each is validated once. */
const validated = new WeakMap<object, PolicyDocument | null>();

/** Made once, so that it is the same object for every call. */
const BUILT_IN: PolicyDocument = policyDocument.parse(FR_2021_08_09);

/** The policy that applies where a trust list has none. */
export function builtInPolicy(): PolicyDocument {
	return BUILT_IN;
}

/** Undefined for anything that is no policy document. */
export function parsePolicy(candidate: unknown): PolicyDocument | undefined {
	if (typeof candidate !== "object" || candidate === null) return undefined;
	const known = validated.get(candidate);
	if (known !== undefined) return known ?? undefined;
	const parsed = policyDocument.safeParse(candidate);
	validated.set(candidate, parsed.success ? parsed.data : null);
	return parsed.data;
}

/**
 * The policy in force at `now` for the activity: of several the one that began last, of those the later in the list.
 * None: the built-in one. A document that cannot be read is passed over; `relais policy check` and the authority's
 * publication refuse it before it gets that far.
 */
export function selectPolicy(
	documents: readonly unknown[],
	{ now, activity }: { readonly now: NumericDate; readonly activity: PolicyActivity },
): PolicyDocument {
	let chosen: PolicyDocument | undefined;
	for (const document of documents) {
		const policy = parsePolicy(document);
		if (!policy?.activities.includes(activity) || !isInForce(policy, now)) continue;
		if (!chosen || policy.dates.from >= chosen.dates.from) chosen = policy;
	}
	return chosen ?? BUILT_IN;
}

/** By id, whether in force or not: the list's own before the built-in one. */
export function findPolicy(documents: readonly unknown[], id: string): PolicyDocument | undefined {
	for (const document of documents) {
		const policy = parsePolicy(document);
		if (policy?.id === id) return policy;
	}
	return id === BUILT_IN.id ? BUILT_IN : undefined;
}

export function isInForce({ dates }: PolicyDocument, now: NumericDate): boolean {
	return dates.from <= now && (dates.to === undefined || now < dates.to);
}
