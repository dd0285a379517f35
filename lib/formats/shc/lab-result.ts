import { testTypeOfLoinc } from "@/lib/formats/covid-test-codes";
import { TEST_RESULT, UNKNOWN } from "@/lib/formats/dcc-codes";
import { instantOf } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { observation, resourceTypeOf } from "./fhir";

export type LabResult = {
	/** DCC test type. */
	readonly type: string;
	/** DCC result code, or one that no rule accepts. */
	readonly result: string;
	readonly negative: boolean;
	/** When the sample was taken, as an instant and as ISO 8601 with zone; undefined if the card does not say. */
	readonly sampled: { readonly instant: NumericDate; readonly text: string } | undefined;
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

/** Undefined for anything but a final result of a COVID-19 antigen or nucleic acid test. */
export function readLabResult(resource: unknown): LabResult | undefined {
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
	return {
		type,
		result,
		negative: result === TEST_RESULT.notDetected,
		sampled: readTime(data.effectiveDateTime ?? data.effectivePeriod?.start ?? data.effectiveInstant ?? ""),
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

/**
 * FHIR dateTime: a day, or a time with its zone. A day without a time counts from its first second in UTC, so that a
 * test is never taken for younger than it can be.
 */
function readTime(text: string): LabResult["sampled"] {
	const match = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/.exec(text);
	const instant = match ? instantOf(text) : undefined;
	if (!match || instant === undefined) return undefined;
	return { instant, text: `${match[1]}${match[2] ?? "T00:00:00"}${match[3] ?? "Z"}` };
}
