/**
 * Why a service did not do what it was asked: a value, never thrown. Nothing was changed by a call that was refused.
 * A service names in its type which codes it can give; http/service-answer.ts says what each becomes for the caller.
 */
import "server-only";

export type RefusalCode =
	| "field_impossible"
	| "id_taken"
	| "pharmacy_unknown"
	| "pharmacy_exists"
	| "venue_unknown"
	| "device_unknown"
	| "device_exists"
	| "device_denied"
	| "enrolment_code_unknown"
	| "enrolment_code_used"
	| "enrolment_code_expired"
	| "storage_not_durable"
	| "link_invalid";

/** One member for each code. `field`: name of the member whose value cannot be, never the value. */
export type Refusal<Code extends RefusalCode = RefusalCode> = Code extends "field_impossible"
	? { readonly code: Code; readonly field: string }
	: { readonly code: Code };
