/**
 * Error answers: the one table from stable code to HTTP status. Codes are explained in docs/error-codes.md; messages are
 * for logs and terminals, never contain data of a request, and are not shown on screens.
 */
import "server-only";
import type { Problem } from "@/lib/protocol/problem";

const TABLE = {
	request_malformed: [400, "The request is not what this call takes."],
	proof_missing: [401, "This call must be signed by an enrolled device."],
	proof_invalid: [401, "The device proof does not hold."],
	proof_time: [401, "The device proof lies outside its time; X-Relais-Time has the server's."],
	proof_replayed: [401, "This device proof was already used."],
	device_not_enrolled: [401, "No enrolled device has this key."],
	session_required: [401, "This call needs a console session."],
	link_invalid: [401, "The one-time link is unknown, used or expired."],
	device_denied: [403, "This device, or its pharmacy, is denied."],
	role_forbidden: [403, "A device of this role may not call this."],
	origin_forbidden: [403, "The request comes from another origin."],
	path_unknown: [404, "There is nothing at this path."],
	enrolment_code_unknown: [404, "There is no such enrolment code."],
	pharmacy_unknown: [404, "There is no such pharmacy."],
	venue_unknown: [404, "There is no such venue."],
	device_unknown: [404, "There is no such device."],
	method_not_allowed: [405, "This method is not served here."],
	pharmacy_exists: [409, "This pharmacy number, or FINESS number, exists already."],
	device_exists: [409, "This key already belongs to an enrolled device."],
	enrolment_code_used: [409, "The enrolment code was used by another device."],
	enrolment_code_expired: [410, "The enrolment code has expired."],
	body_too_large: [413, "The body is larger than this call takes."],
	body_type: [415, "The body must be application/json, not compressed."],
	too_many_requests: [429, "Too many requests; wait as long as Retry-After says."],
	internal_fault: [500, "The server failed; the request may be tried again."],
	overloaded: [503, "The server is busy; wait as long as Retry-After says."],
	database_unavailable: [503, "The database cannot be reached; wait as long as Retry-After says."],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof TABLE;

/** Every code, for the check against docs/error-codes.md. */
export const PROBLEM_CODES = Object.keys(TABLE) as readonly ProblemCode[];

export type ProblemDetails = {
	/** Dotted path of the offending field, never its value. */
	readonly field?: string | undefined;
	/** Seconds; jitter is added, so that 12,000 waiting devices do not return at once. */
	readonly retryAfter?: number | undefined;
	readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** What the code of http/ and auth/ throws to end a request; caught once, in define-route.ts. Services never throw it. */
export class ApiProblem extends Error {
	readonly code: ProblemCode;
	readonly details: ProblemDetails;
	constructor(code: ProblemCode, details: ProblemDetails = {}) {
		super(code);
		this.name = "ApiProblem";
		this.code = code;
		this.details = details;
	}
}

export function problemResponse(code: ProblemCode, details: ProblemDetails = {}): Response {
	const [status, message] = TABLE[code];
	const body: Problem = {
		error: { code, message, ...(details.field === undefined ? {} : { field: details.field }) },
	};
	const headers = new Headers({ "cache-control": "no-store", ...details.headers });
	if (details.retryAfter !== undefined) headers.set("retry-after", String(withJitter(details.retryAfter)));
	if (status === 401) headers.set("www-authenticate", "Device");
	return Response.json(body, { status, headers });
}

function withJitter(seconds: number): number {
	return Math.max(1, Math.ceil(seconds * (1 + Math.random())));
}
