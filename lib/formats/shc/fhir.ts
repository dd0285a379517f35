/**
 * The few FHIR R4 elements that a health card's proof is made of. Anything else in a bundle is not looked at, so that
 * it can neither break a card nor reach a screen.
 */
import { z } from "zod";

const coding = z.object({ system: z.string(), code: z.string() });

/** Codings that are not of this shape are left out: they name no code. */
const codeableConcept = z.object({
	coding: z
		.array(z.unknown())
		.nullish()
		.transform((codings) => (codings ?? []).flatMap((candidate) => coding.safeParse(candidate).data ?? [])),
});

const humanName = z.object({
	use: z.string().nullish(),
	text: z.string().nullish(),
	family: z.string().nullish(),
	given: z.array(z.string()).nullish(),
});

const positiveInt = z.int().min(1).max(99).nullish().catch(undefined);

export const patient = z.object({
	resourceType: z.literal("Patient"),
	name: z.array(humanName).min(1),
	birthDate: z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/),
});
export type Patient = z.infer<typeof patient>;

export const immunization = z.object({
	resourceType: z.literal("Immunization"),
	status: z.string(),
	vaccineCode: codeableConcept,
	occurrenceDateTime: z.string().nullish(),
	isSubpotent: z.boolean().nullish(),
	protocolApplied: z
		.array(z.object({ doseNumberPositiveInt: positiveInt, seriesDosesPositiveInt: positiveInt }))
		.nullish()
		.catch(undefined),
});

export const observation = z.object({
	resourceType: z.literal("Observation"),
	status: z.string(),
	code: codeableConcept,
	effectiveDateTime: z.string().nullish(),
	effectiveInstant: z.string().nullish(),
	effectivePeriod: z.object({ start: z.string().nullish() }).nullish(),
	valueCodeableConcept: codeableConcept.nullish(),
});

const bundle = z.object({ entry: z.array(z.unknown()) });
const bundleEntry = z.object({ resource: z.unknown() });
const typedResource = z.object({ resourceType: z.string() });

/** The resources of a bundle, undefined if it is none. Entries without a resource are left out. */
export function resourcesOf(fhirBundle: unknown): readonly unknown[] | undefined {
	const parsed = bundle.safeParse(fhirBundle);
	return parsed.data?.entry.flatMap((entry) => bundleEntry.safeParse(entry).data?.resource ?? []);
}

export function resourceTypeOf(resource: unknown): string | undefined {
	return typedResource.safeParse(resource).data?.resourceType;
}
