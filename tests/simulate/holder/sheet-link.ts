/**
 * What stands on the strip of a sheet. A counter draws it with the paper; here it is made from the paper's own text, so
 * that it takes nothing from the counter's chance. One sheet in five is of an earlier version, without a strip number.
 */
import type { OpenPassRequest } from "@/lib/protocol/holder";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { base64url } from "@/lib/shared/bytes";

type SheetLink = { readonly token: string; readonly stripNumber: string | undefined };
/** What its holder is asked, without the link. */
export type HolderAnswer = Omit<OpenPassRequest, "token">;

export function linkOf(attestation: string): SheetLink {
	const parts = ["a", "b", "c", "d"].map((part) => hashOf(`${part} ${attestation}`));
	const token = base64url(new Uint8Array(Uint32Array.from(parts).buffer));
	const drawn = hashOf(`strip ${attestation}`);
	return { token, stripNumber: drawn % 5 === 0 ? undefined : stripNumberOf(drawn) };
}

/** Two papers under one index differ in what they say, and not in their signature alone. */
export function birthOf(attestation: string): string {
	return new Date(Date.UTC(1950, 0, 1 + (hashOf(attestation) % 10_000))).toISOString().slice(0, 10);
}

/** What this paper's holder types. */
export function rightAnswer(attestation: string): HolderAnswer {
	const { stripNumber } = linkOf(attestation);
	return stripNumber === undefined ? { birth: birthOf(attestation) } : { stripNumber };
}

/** The pass of a record, in a certificate's place. */
export const passOf = (key: string) => `HC1:${key}`;
export const keyOfPass = (hc1: string) => hc1.slice("HC1:".length);

/** FNV-1a, unsigned. */
function hashOf(text: string): number {
	let value = 0x811c_9dc5;
	for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x0100_0193);
	// The last letters alone would change the low bits only.
	value = Math.imul(value ^ (value >>> 15), 0x85eb_ca6b);
	return (value ^ (value >>> 13)) >>> 0;
}
