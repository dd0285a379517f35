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
	/** The latest time that the device's clock has ever shown. */
	readonly ownPast?: number;
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

/**
 * What a verifier that holds the bundle named by `trust` makes of the documents of the one named by `input`: of each,
 * whether it was `taken` or `kept`, or why it was refused.
 */
export type UpdateVector = {
	readonly kind: "update";
	readonly input: string;
	readonly trust: string;
	readonly now: number;
	readonly expected: { readonly keyset: string; readonly list: string; readonly deny: string };
};

export type Vector = { readonly rule: string; readonly name: string } & (
	| KidVector
	| VerifyVector
	| OpenVector
	| UpdateVector
);

export type Bundles = Readonly<Record<string, VerifierBundle>>;
