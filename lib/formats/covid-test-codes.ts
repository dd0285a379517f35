/**
 * LOINC codes of SARS-CoV-2 tests by the kind of test that rules distinguish. Source: LOINC's SARS-CoV-2 terms and the
 * value set "LOINCs identifying qualitative COVID lab tests" of the SMART Health Cards terminology (2022.2), without
 * serology, culture, panels and tests that do not tell SARS-CoV-2 from its relatives.
 * LOINC is copyright of Regenstrief Institute, Inc.
 */
import { ANTIGEN, NAAT } from "./dcc-codes";

const NAAT_CODES = `
94307-6 94308-4 94309-2 94314-2 94316-7 94500-6 94531-1 94533-7 94534-5 94559-2 94565-9 94639-2 94640-0 94641-8
94660-8 94756-4 94757-2 94759-8 94760-6 94766-3 94767-1 94822-4 94845-5 95406-5 95409-9 95424-8 95425-5 95608-6
95609-4 95824-9 96091-4 96120-1 96123-5 96448-6 96763-8 96765-3 96797-6 96957-6 96958-4 96986-5 97098-8 98131-6
98132-4 98493-0 98494-8`;

const ANTIGEN_CODES = "94558-4 95209-3 96119-3 97097-0";

/** By number without the check digit. */
const KINDS = new Map<string, { readonly checkDigit: string; readonly kind: typeof NAAT | typeof ANTIGEN }>([
	...codes(NAAT_CODES).map(([number, checkDigit]) => [number, { checkDigit, kind: NAAT }] as const),
	...codes(ANTIGEN_CODES).map(([number, checkDigit]) => [number, { checkDigit, kind: ANTIGEN }] as const),
]);

/**
 * The DCC test type (`tt`) of a LOINC code: `94558-4`, or as 2D-DOC writes it, `945584` and `94558`.
 * Undefined for any other code, serology included.
 */
export function testTypeOfLoinc(code: string): typeof NAAT | typeof ANTIGEN | undefined {
	const match = /^(\d{5})-?(\d)?$/.exec(code);
	const found = match ? KINDS.get(match[1] as string) : undefined;
	return found && (match?.[2] === undefined || match[2] === found.checkDigit) ? found.kind : undefined;
}

function codes(list: string): [number: string, checkDigit: string][] {
	return list
		.trim()
		.split(/\s+/)
		.map((code) => [code.slice(0, 5), code.slice(6)]);
}
