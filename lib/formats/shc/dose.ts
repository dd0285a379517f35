import { type DateReadings, dayReadings } from "@/lib/formats/date-readings";
import { UNKNOWN_VACCINE, type VaccineProduct } from "@/lib/formats/dcc-codes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { immunization, resourceTypeOf } from "./fhir";
import { covidVaccine } from "./vaccine-codes";

/** One administered dose of a COVID-19 vaccine. */
export type Dose = {
	readonly product: VaccineProduct;
	/** Where the injection was given, YYYY-MM-DD: one, or the ends of what an imprecise date may mean. Undefined if the card does not say. */
	readonly days: DateReadings | undefined;
	/** Place in the series and its length, where the card says. */
	readonly number: number | undefined;
	readonly seriesDoses: number | undefined;
};

/**
 * Undefined for anything but a completed COVID-19 immunization. Of several codings, whose order means nothing, one that
 * names a product decides before one that only says COVID-19; a subpotent dose is none. `signed`: when the card was made.
 */
export function readDose(resource: unknown, signed: NumericDate): Dose | undefined {
	if (resourceTypeOf(resource) !== "Immunization") return undefined;
	const { data } = immunization.safeParse(resource);
	if (data?.status !== "completed" || data.isSubpotent === true) return undefined;
	const named = data.vaccineCode.coding.flatMap(({ system, code }) => covidVaccine(system, code) ?? []);
	const product = named.find((vaccine) => vaccine !== UNKNOWN_VACCINE) ?? named[0];
	if (!product) return undefined;
	const occurrence = data.occurrenceDateTime ?? "";
	// The day on the wall where it was given, whatever the zone of the reader.
	const day = /^\d{4}-\d{2}-\d{2}(?=[Tt ])/.exec(occurrence)?.[0] ?? occurrence;
	const protocol = data.protocolApplied?.[0];
	return {
		product,
		days: dayReadings(day, signed),
		number: protocol?.doseNumberPositiveInt ?? undefined,
		seriesDoses: protocol?.seriesDosesPositiveInt ?? undefined,
	};
}
