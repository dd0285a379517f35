/**
 * The answer of an operation that can fail at an edge (network, quota, conflict).
 * Negative answers of a decision (a rejected pass) are union members of their own, never a failed Result;
 * bugs throw.
 */
export type Result<Value, Problem = Failure> =
	| { readonly ok: true; readonly value: Value }
	| { readonly ok: false; readonly error: Problem };

/** An edge failure: a stable code (docs/error-codes.md) and whether trying the same again can help. */
export type Failure<Code extends string = string> = {
	readonly code: Code;
	readonly retryable: boolean;
	/** Seconds to wait before trying again, when the other side named them. */
	readonly retryAfter?: number;
};

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
	return { ok: true, value };
}

export function err<Problem>(error: Problem): { readonly ok: false; readonly error: Problem } {
	return { ok: false, error };
}
