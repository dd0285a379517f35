/** Document type B2, result of a virological test (ANTS specification 3.2.6, fields F0 to F6). */
import { testTypeOfLoinc } from "@/lib/formats/covid-test-codes";
import { COVID_19, TEST_RESULT, UNKNOWN } from "@/lib/formats/dcc-codes";
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { formatParis, fromParis } from "@/lib/shared/paris-time";
import { type ProofReader, readBirth, readDay, readName } from "./proof";

/** F5: negative, positive, indeterminate, specimen not usable. Rules accept the first two only (spec P-5). */
const RESULTS: Readonly<Record<string, string>> = {
	N: TEST_RESULT.notDetected,
	P: TEST_RESULT.detected,
	I: TEST_RESULT.inconclusive,
	X: TEST_RESULT.unsatisfactorySpecimen,
};

export const covidTest: ProofReader = {
	lengths: {
		F0: { min: 0, max: 60 },
		F1: { min: 0, max: 38 },
		F2: { min: 8, max: 8 },
		F3: { min: 1, max: 1 },
		F4: { min: 3, max: 7 },
		F5: { min: 1, max: 1 },
		F6: { min: 12, max: 12 },
	},
	read: (fields, { header }, from) => {
		const [given, family, born, analysis, result, sampled] = ["F0", "F1", "F2", "F4", "F5", "F6"].map((id) =>
			fields.get(id),
		);
		if (!given || !family || !born || !analysis || !result || !sampled) return "missing_field";
		const birth = readBirth(born.text);
		const sample = readSampleTime(sampled.text);
		if (birth === undefined || sample === undefined || !Object.hasOwn(RESULTS, result.text)) return "field_value";
		// The header counts whole days without a zone: later than the end of that day in UTC, Paris' later reading,
		// no result can have been signed before its sample was taken.
		if (header.signed !== undefined && sample >= (header.signed + 1) * DAY) return "sample_after_signature";
		return {
			family: readName(family),
			given: readName(given),
			birth,
			t: [
				{
					tg: COVID_19,
					tt: testTypeOfLoinc(analysis.text) ?? UNKNOWN,
					sc: formatParis(sample),
					tr: RESULTS[result.text] as string,
					...from,
				},
			],
		};
	},
};

/** F6, DDMMYYYYHHmm in local time. */
function readSampleTime(text: string): NumericDate | undefined {
	const day = readDay(text.slice(0, 8));
	const hour = Number(text.slice(8, 10));
	const minute = Number(text.slice(10, 12));
	if (day === undefined || !/^\d{12}$/.test(text) || hour > 23 || minute > 59) return undefined;
	return fromParis(day, hour * HOUR + minute * MINUTE);
}
