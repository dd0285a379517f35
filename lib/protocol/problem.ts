/**
 * Error answers of the API: the one table from stable code to HTTP status. Codes are explained in docs/error-codes.md;
 * messages are for logs and terminals, never contain data of a request, and are not shown on screens.
 */
import { z } from "zod";

/** Every error answer of the API: a stable code and nothing about a person. */
export const problem = z.object({
	error: z.object({
		/** docs/error-codes.md. */
		code: z.string(),
		/** For people reading logs or a terminal; screens use the catalogue by code. */
		message: z.string(),
		/** Dotted path of the first offending member, never its value. */
		field: z.string().optional(),
	}),
});
export type Problem = z.infer<typeof problem>;

/**
 * What a caller does about a problem. `final`: the same request gets the same answer. `mend`: change the request (or its
 * proof) and send it. `wait`: send the same request later.
 */
export type AfterProblem = "final" | "mend" | "wait";

type ProblemRow = { readonly status: number; readonly after: AfterProblem; readonly message: string };

export const PROBLEMS = {
	request_malformed: row(400, "mend", "The request is not what this call takes."),
	proof_missing: row(401, "mend", "This call must be signed by an enrolled device."),
	proof_invalid: row(401, "mend", "The device proof does not hold."),
	proof_time: row(401, "mend", "The device proof lies outside its time; X-Relais-Time has the server's."),
	proof_replayed: row(401, "mend", "This device proof was already used."),
	device_not_enrolled: row(401, "final", "No enrolled device has this key."),
	session_required: row(401, "mend", "This call needs a console session."),
	token_required: row(401, "mend", "This call needs the token that RELAIS_METRICS_TOKEN names."),
	link_invalid: row(401, "final", "The one-time link is unknown, used or expired."),
	device_denied: row(403, "final", "This device, or its pharmacy, is denied."),
	role_forbidden: row(403, "final", "A device of this role, or this key of it, may not call this."),
	origin_forbidden: row(403, "final", "The request comes from another origin."),
	path_unknown: row(404, "final", "There is nothing at this path."),
	enrolment_code_unknown: row(404, "final", "There is no such enrolment code."),
	pharmacy_unknown: row(404, "final", "There is no such pharmacy."),
	venue_unknown: row(404, "final", "There is no such venue."),
	device_unknown: row(404, "final", "There is no such device."),
	method_not_allowed: row(405, "final", "This method is not served here."),
	pharmacy_exists: row(409, "final", "This pharmacy number, or FINESS number, exists already."),
	device_exists: row(409, "final", "This key already belongs to an enrolled device."),
	enrolment_code_used: row(409, "final", "The enrolment code was used by another device."),
	enrolment_code_expired: row(410, "final", "The enrolment code has expired."),
	storage_not_durable: row(409, "final", "A counter needs a browser that keeps its storage."),
	body_too_large: row(413, "mend", "The body is larger than this call takes."),
	body_type: row(415, "mend", "The body must be application/json, not compressed."),
	too_many_requests: row(429, "wait", "Too many requests; wait as long as Retry-After says."),
	body_too_slow: row(503, "wait", "The body took too long to arrive; send it again."),
	internal_fault: row(500, "wait", "The server failed; the request may be tried again."),
	overloaded: row(503, "wait", "The server is busy; wait as long as Retry-After says."),
	instance_stopping: row(503, "wait", "This instance is about to stop: another one serves."),
	database_unavailable: row(503, "wait", "The database cannot be reached; wait as long as Retry-After says."),
	database_read_only: row(503, "wait", "The database takes no writes: it is a standby, or somebody made it so."),
} as const satisfies Readonly<Record<string, ProblemRow>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Every code, in the table's order. */
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

function row(status: number, after: AfterProblem, message: string): ProblemRow {
	return { status, after, message };
}
