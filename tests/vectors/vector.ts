import type { VerifierBundle } from "@/lib/trust/bundle";

/** A key to its kid. */
export type KidVector = {
	readonly kind: "kid";
	readonly input: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
	readonly trust: null;
	readonly now: null;
	readonly expected: { readonly kid: string; readonly thumbprint: string };
};

/** A scanned text to its verdict. */
export type VerifyVector = {
	readonly kind: "verify";
	readonly input: string | readonly string[];
	/** Name in bundles.json. */
	readonly trust: string;
	readonly now: number;
	/** Default: `none`. */
	readonly policy?: string;
	/** A clock reading that the device remembers, beside those of the bundle. */
	readonly newestTimeSeen?: number;
	readonly expected: {
		readonly format: string;
		readonly outcome: "accepted" | "rejected" | "indeterminate";
		readonly reason: string | null;
		readonly warnings: readonly string[];
		/** Identity of an accepted pass (RP-3). */
		readonly id?: string;
	};
};

/** A bundle to what opening it says; `input` is its name in bundles.json. */
export type OpenVector = {
	readonly kind: "open";
	readonly input: string;
	readonly trust: null;
	readonly now: null;
	readonly expected: { readonly failure: string | null; readonly problems: readonly string[] };
};

/** Whether the bundle named by `input` may replace the one named by `trust`; `expected.refusal` is null when it may. */
export type UpdateVector = {
	readonly kind: "update";
	readonly input: string;
	readonly trust: string;
	readonly now: number;
	readonly expected: { readonly refusal: string | null };
};

export type Vector = { readonly rule: string; readonly name: string } & (
	| KidVector
	| VerifyVector
	| OpenVector
	| UpdateVector
);

export type Bundles = Readonly<Record<string, VerifierBundle>>;
