import { testTypeOfLoinc } from "@/lib/formats/covid-test-codes";
import { TEST_RESULT, UNKNOWN } from "@/lib/formats/dcc-codes";
import { instantOf } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { observation } from "./fhir";

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

/** SNOMED CT findings, in the words of the value set "Qualitative lab result findings". */
const RESULTS = new Map<string, string>([
	["260373001", TEST_RESULT.detected],
	["10828004", TEST_RESULT.detected],
	["260415000", TEST_RESULT.notDetected],
	["260385009", TEST_RESULT.notDetected],
	["419984006", TEST_RESULT.inconclusive],
	["42425007", TEST_RESULT.inconclusive],
	["82334004", TEST_RESULT.inconclusive],
	["125154007", TEST_RESULT.unsatisfactorySpecimen],
	["281268007", TEST_RESULT.unsatisfactorySpecimen],
]);

/** Undefined for anything but a final result of a COVID-19 antigen or nucleic acid test. */
export function readLabResult(resource: unknown): LabResult | undefined {
	const { data } = observation.safeParse(resource);
	if (!data || !FINAL.has(data.status)) return undefined;
	const [type] = data.code.coding.flatMap(({ system, code }) =>
		system === LOINC && code.includes("-") ? (testTypeOfLoinc(code) ?? []) : [],
	);
	if (!type) return undefined;
	const findings = (data.valueCodeableConcept?.coding ?? []).flatMap(({ system, code }) =>
		system === SNOMED ? (RESULTS.get(code) ?? []) : [],
	);
	const result = findings[0] ?? UNKNOWN;
	return {
		type,
		result,
		negative: result === TEST_RESULT.notDetected,
		sampled: readTime(data.effectiveDateTime ?? ""),
	};
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
