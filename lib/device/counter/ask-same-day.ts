import "client-only";
import { PATHS } from "@/lib/protocol/paths";
import { type SameDayQuestion, sameDayAnswer } from "@/lib/protocol/same-day";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { callFromDevice } from "../portal/call-from-device";

/** Nobody waits for it: who is issued to before the answer comes is not asked about. */
const TIMEOUT = 5;

/** When the pharmacy's other workstations did the same with the same person that day; undefined for no such act, or no answer. */
export async function askSameDay(question: SameDayQuestion): Promise<NumericDate | undefined> {
	const answered = await callFromDevice(PATHS.sameDay, question, { answer: sameDayAnswer, timeout: TIMEOUT });
	return answered.ok ? (answered.value.at ?? undefined) : undefined;
}
