import type { Result } from "@/lib/shared/result";

/** What a call answered that a test's set-up needs; throws where it was refused. */
export async function granted<Value>(call: Promise<Result<Value, { readonly code: string }>>): Promise<Value> {
	const result = await call;
	if (!result.ok) throw new Error(`refused: ${result.error.code}`);
	return result.value;
}
