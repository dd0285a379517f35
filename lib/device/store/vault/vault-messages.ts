import type { PassphraseCost } from "./passphrase-bits";

/** What a page asks of the worker that computes slowly and writes into one place (vault-worker.ts). */
export type VaultRequest =
	| {
			readonly type: "stretch";
			readonly passphrase: string;
			readonly salt: Uint8Array<ArrayBuffer>;
			readonly cost: PassphraseCost;
	  }
	| { readonly type: "take"; readonly count: number }
	| { readonly type: "read"; readonly slots: readonly number[] }
	| { readonly type: "wipe"; readonly slots: readonly number[] }
	| { readonly type: "list" };

export type VaultAnswer =
	| { readonly type: "stretched"; readonly bits: Uint8Array<ArrayBuffer> }
	| { readonly type: "slots"; readonly slots: readonly (SlotSecret | undefined)[] }
	| { readonly type: "wiped" }
	| { readonly type: "used"; readonly slots: readonly number[] }
	/** This browser has no file that can be overwritten in place. */
	| { readonly type: "unsupported" }
	| { readonly type: "failed"; readonly name: string; readonly message: string };

/** 32 random bytes, and where they lie. */
export type SlotSecret = { readonly slot: number; readonly secret: Uint8Array<ArrayBuffer> };

export type Numbered<Message> = Message & { readonly id: number };
