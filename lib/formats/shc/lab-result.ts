import { testTypeOfLoinc } from "@/lib/formats/covid-test-codes";
import { type DateReadings, timeReadings } from "@/lib/formats/date-readings";
import { TEST_RESULT, UNKNOWN } from "@/lib/formats/dcc-codes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { observation, resourceTypeOf } from "./fhir";

export type LabResult = {
	/** DCC test type. */
	readonly type: string;
	/** DCC result code, or one that no rule accepts. */
	readonly result: string;
	readonly negative: boolean;
	/** When the sample was taken, ISO 8601: one, or the ends of what it may mean. Undefined if the card does not say. */
	readonly sampled: DateReadings | undefined;
};

const LOINC = "http://loinc.org";
const SNOMED = "http://snomed.info/sct";

/** FHIR R4 observation-status values that stand for a result. */
const FINAL = new Set(["final", "amended", "corrected"]);

/**
 * SNOMED CT findings and LOINC answers of the value sets "Qualitative lab result findings" (SMART Health Cards terminology
 * 2022.2 and the "Vaccination & Testing" guide). What is only presumed or suspected is neither.
 */
const RESULTS: ReadonlyMap<string, string> = codesByResult([
	[
		TEST_RESULT.detected,
		{
			[SNOMED]: "260373001 10828004 11214006 260408008 462371000124108 840533007",
			[LOINC]: "LA11882-0 LA6576-8",
		},
	],
	[TEST_RESULT.notDetected, { [SNOMED]: "260415000 260385009 131194007 895231008", [LOINC]: "LA11883-8 LA6577-6" }],
	[
		TEST_RESULT.inconclusive,
		{ [SNOMED]: "419984006 42425007 82334004 720735008 415684004", [LOINC]: "LA9663-1 LA11885-3" },
	],
	[TEST_RESULT.unsatisfactorySpecimen, { [SNOMED]: "125154007 281268007 455371000124106", [LOINC]: "LA13548-5" }],
]);

const ZONED = /^[\d-]*$|(?:[Zz]|[+-]\d\d:?\d\d)$/;

/** Undefined for anything but a final result of a COVID-19 antigen or nucleic acid test. `signed`: when the card was made. */
export function readLabResult(resource: unknown, signed: NumericDate): LabResult | undefined {
	if (resourceTypeOf(resource) !== "Observation") return undefined;
	const { data } = observation.safeParse(resource);
	if (!data || !FINAL.has(data.status)) return undefined;
	const [type] = data.code.coding.flatMap(({ system, code }) =>
		system === LOINC && code.includes("-") ? (testTypeOfLoinc(code) ?? []) : [],
	);
	if (!type) return undefined;
	const findings = (data.valueCodeableConcept?.coding ?? []).flatMap(
		({ system, code }) => RESULTS.get(`${system}|${code}`) ?? [],
	);
	const result = findings[0] ?? UNKNOWN;
	const time = data.effectiveDateTime ?? data.effectivePeriod?.start ?? data.effectiveInstant ?? "";
	return {
		type,
		result,
		negative: result === TEST_RESULT.notDetected,
		// FHIR R4 dateTime: a time of day has its zone, and means nothing without.
		sampled: ZONED.test(time) ? timeReadings(time, signed) : undefined,
	};
}

function codesByResult(
	results: readonly (readonly [string, Readonly<Record<string, string>>])[],
): ReadonlyMap<string, string> {
	return new Map(
		results.flatMap(([result, systems]) =>
			Object.entries(systems).flatMap(([system, codes]) =>
				codes.split(" ").map((code) => [`${system}|${code}`, result] as const),
			),
		),
	);
}
