/** How long after the sample a test has its result at the earliest (spec EN-11): one that comes sooner was not read. */
import { MINUTE } from "@/lib/shared/numeric-date";

/**
 * The shortest reading times: 15 minutes is what nearly every antigen test of the European list asks for; the fastest
 * nucleic acid tests take half an hour with their preparation.
 */
const RESULT_AFTER = { antigen: 15 * MINUTE, pcr: 30 * MINUTE } as const;

/** Seconds. `minutes`: what the authority's list says of this device. */
export function resultAfter(act: keyof typeof RESULT_AFTER, minutes: number | undefined): number {
	return minutes === undefined ? RESULT_AFTER[act] : minutes * MINUTE;
}
