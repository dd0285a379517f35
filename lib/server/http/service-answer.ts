/** From what a service answers to what goes over the wire: the one table from its refusals to problems of the API. */
import "server-only";
import type { ProblemCode } from "@/lib/protocol/problem";
import type { RouteRow } from "@/lib/protocol/route-row";
import type { Result } from "@/lib/shared/result";
import type { Refusal, RefusalCode } from "../services/refusal";
import type { AnswerOf } from "./define-route";
import { problemResponse } from "./problem-response";

type RefusalAnswer = { readonly problem: ProblemCode; readonly field?: string };

/** Status and message of a problem: lib/protocol/problem.ts. A refusal without a row does not compile. */
export const REFUSAL_ANSWERS: Readonly<Record<RefusalCode, RefusalAnswer>> = {
	field_impossible: { problem: "request_malformed" },
	id_taken: { problem: "request_malformed", field: "id" },
	pharmacy_unknown: { problem: "pharmacy_unknown" },
	pharmacy_exists: { problem: "pharmacy_exists" },
	venue_unknown: { problem: "venue_unknown" },
	device_unknown: { problem: "device_unknown" },
	device_exists: { problem: "device_exists" },
	device_denied: { problem: "device_denied" },
	enrolment_code_unknown: { problem: "enrolment_code_unknown" },
	enrolment_code_used: { problem: "enrolment_code_used" },
	enrolment_code_expired: { problem: "enrolment_code_expired" },
	storage_not_durable: { problem: "storage_not_durable" },
	link_invalid: { problem: "link_invalid" },
};

/** The value as JSON with the row's status, or the problem that the refusal is. */
export function answerOf<Row extends RouteRow>({ status }: Row, result: Result<AnswerOf<Row>, Refusal>): Response {
	return result.ok ? Response.json(result.value, { status }) : refusalResponse(result.error);
}

export function refusalResponse(refusal: Refusal): Response {
	const { problem, field } = REFUSAL_ANSWERS[refusal.code];
	return problemResponse(problem, { field: refusal.code === "field_impossible" ? refusal.field : field });
}
