import type { Sealed } from "../sealed";
import type { PassphraseCost } from "./passphrase-bits";

/** The vault's key, sealed under what somebody knows or has (identity/vault/vault.ts). */
export type VaultWrap =
	| {
			readonly kind: "passphrase";
			readonly salt: Uint8Array<ArrayBuffer>;
			readonly cost: PassphraseCost;
			/** A secret beside the passphrase (slots.ts): destroyed with the wrap, so that an old passphrase opens no old copy. */
			readonly slot: number;
			readonly sealed: Sealed;
	  }
	| {
			readonly kind: "authenticator";
			/** Id of the credential that the computer or telephone itself keeps (WebAuthn). */
			readonly credential: Uint8Array<ArrayBuffer>;
			/** What its pseudo-random function is asked. */
			readonly salt: Uint8Array<ArrayBuffer>;
			readonly slot: number;
			readonly sealed: Sealed;
	  }
	/** An earlier version sealed it under the code alone, without a secret. */
	| { readonly kind: "recovery"; readonly slot?: number; readonly sealed: Sealed };

/** What protects a counter: the keys of its store and its signing key, for whoever can open one of the wraps. */
export type VaultRow = {
	readonly id: "vault";
	readonly wraps: readonly VaultWrap[];
	/** `VaultSecrets` under the vault's key. */
	readonly contents: Sealed;
	/** Somebody has typed the recovery code back. */
	readonly recoveryKnown: boolean;
};

/** The keys of a counter between its enrolment and its first passphrase, sealed under a secret of its own. */
export type FreshKeys = { readonly slot: number; readonly sealed: Sealed };
