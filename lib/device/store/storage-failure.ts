import "client-only";
import Dexie from "dexie";
import type { Failure } from "@/lib/shared/result";

export type StorageFailure = Failure<"storage_full" | "storage_failed">;

/**
 * What a rejected write means: a full disk (the user can do something), another refusal of the storage, or undefined
 * when the error is not the storage's (a bug).
 */
export function storageFailure(error: unknown): StorageFailure | undefined {
	if (hasQuotaCause(error, 0)) return { code: "storage_full", retryable: true };
	if (error instanceof Dexie.DexieError || error instanceof DOMException) {
		return { code: "storage_failed", retryable: true };
	}
	return undefined;
}

/** Dexie wraps the browser's error, once for the request and once for its transaction. */
function hasQuotaCause(error: unknown, depth: number): boolean {
	if (!(error instanceof Object) || depth > 4) return false;
	const { name, inner, cause } = error as { name?: unknown; inner?: unknown; cause?: unknown };
	return name === "QuotaExceededError" || hasQuotaCause(inner, depth + 1) || hasQuotaCause(cause, depth + 1);
}
