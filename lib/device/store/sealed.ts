/** AES-256-GCM (seal.ts); `iv` is 12 random bytes, never used twice. */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly data: ArrayBuffer };

/** Under a secret of its own besides (vault/slots.ts), at this place. */
export type SealedPart = Sealed & { readonly slot: number };

/** What an earlier version sealed had no secret of its own. */
export type MaybeApart = Sealed & { readonly slot?: number };

/**
 * What is kept of one act: the sheet, the record, and its NIR and contact until it is registered. An earlier version sealed
 * all in one, without a secret of its own.
 */
export type SealedAct = Sealed & {
	readonly slot?: number;
	readonly record?: SealedPart;
	readonly contact?: SealedPart;
};
