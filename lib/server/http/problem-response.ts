/** Problems as answers over HTTP. Their codes and statuses: lib/protocol/problem.ts. */
import "server-only";
import { PROBLEMS, type Problem, type ProblemCode } from "@/lib/protocol/problem";

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
	const { status, message } = PROBLEMS[code];
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
