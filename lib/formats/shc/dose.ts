import { UNKNOWN_VACCINE, type VaccineProduct } from "@/lib/formats/dcc-codes";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { immunization, resourceTypeOf } from "./fhir";
import { covidVaccine } from "./vaccine-codes";

/** One administered dose of a COVID-19 vaccine. */
export type Dose = {
	readonly product: VaccineProduct;
	/** YYYY-MM-DD where the injection was given; undefined if the card does not say, or no such day exists. */
	readonly day: string | undefined;
	/** Place in the series and its length, where the card says. */
	readonly number: number | undefined;
	readonly seriesDoses: number | undefined;
};

/**
 * Undefined for anything but a completed COVID-19 immunization. Of several codings, whose order means nothing, one that
 * names a product decides before one that only says COVID-19; a subpotent dose is none.
 */
export function readDose(resource: unknown): Dose | undefined {
	if (resourceTypeOf(resource) !== "Immunization") return undefined;
	const { data } = immunization.safeParse(resource);
	if (data?.status !== "completed" || data.isSubpotent === true) return undefined;
	const named = data.vaccineCode.coding.flatMap(({ system, code }) => covidVaccine(system, code) ?? []);
	const product = named.find((vaccine) => vaccine !== UNKNOWN_VACCINE) ?? named[0];
	if (!product) return undefined;
	const day = data.occurrenceDateTime?.slice(0, 10);
	const protocol = data.protocolApplied?.[0];
	return {
		product,
		day: day !== undefined && parseCivilDay(day) !== undefined ? day : undefined,
		number: protocol?.doseNumberPositiveInt ?? undefined,
		seriesDoses: protocol?.seriesDosesPositiveInt ?? undefined,
	};
}
