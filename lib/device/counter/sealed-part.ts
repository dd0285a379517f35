import "client-only";
import { sealTwice, unsealTwice } from "../store/seal";
import type { MaybeApart, Sealed, SealedPart } from "../store/sealed";
import { readSecrets, takeSecrets } from "../store/vault/slots";
import type { SlotSecret } from "../store/vault/vault-messages";

/** [VA-9] What is sealed under a secret of its own besides the storage key: once that is destroyed, nothing opens it. */
type Place = {
	readonly storageKey: CryptoKey;
	/** Authenticated with the content. */
	readonly name: string;
};

export async function sealPart(
	{ storageKey, name, value }: Place & { readonly value: unknown },
	{ slot, secret }: SlotSecret,
): Promise<SealedPart> {
	return { ...(await sealTwice({ outer: storageKey, inner: await innerKey(secret) }, name, value)), slot };
}

/** Undefined also where the secret is gone. */
export async function openPart(
	{ storageKey, name, sealed }: Place & { readonly sealed: Sealed },
	secret: Uint8Array<ArrayBuffer> | undefined,
): Promise<unknown> {
	return secret && unsealTwice({ outer: storageKey, inner: await innerKey(secret) }, name, sealed);
}

/** Under a new secret, which is on the disk when this resolves. */
export async function sealApart(what: Place & { readonly value: unknown }): Promise<SealedPart> {
	const [taken] = await takeSecrets(1);
	if (taken === undefined) throw new Error("no secret was taken");
	return sealPart(what, taken);
}

/** Undefined also for what an earlier version sealed, which has no secret of its own, until it is sealed anew. */
export async function openApart(place: Place & { readonly sealed: MaybeApart }): Promise<unknown> {
	const { slot } = place.sealed;
	if (slot === undefined) return undefined;
	const [secret] = await readSecrets([slot]);
	return openPart(place, secret);
}

/** Where the secret lies, if there is one. */
export const slotOf = (sealed: MaybeApart | null | undefined): readonly number[] =>
	sealed?.slot === undefined ? [] : [sealed.slot];

function innerKey(secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
}
