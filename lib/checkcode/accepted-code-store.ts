import type { NumericDate } from "@/lib/shared/numeric-date";

export type AcceptedCode = {
	/** b64u of `codeHash`: as typed, with symbols that this door did not verify. */
	readonly hash: string;
	/** UTC day of the code's expiry, `YYYY-MM-DD`. */
	readonly day: string;
	readonly acceptedAt: NumericDate;
};

/**
 * Where a door remembers accepted codes. Two stores keep this contract (tests/contracts/accepted-code-store.ts): memory,
 * for simulations, and IndexedDB. Every method is one step, and a change is durable when its promise resolves.
 */
export interface AcceptedCodeStore {
	/** Never overwrites: a hash of the same day that is there already stays as it was. */
	add(code: AcceptedCode): Promise<void>;
	/** Those of which a code is remembered, each once, in rising order. */
	days(): Promise<readonly string[]>;
	ofDay(day: string): Promise<readonly AcceptedCode[]>;
	forget(day: string, hashes: readonly string[]): Promise<void>;
	forgetAcceptedBefore(time: NumericDate): Promise<void>;
}
