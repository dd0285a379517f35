/**
 * Keys of the encrypted columns: those of `RELAIS_FIELD_KEY` first, then those of the data folder, newest first.
 * The first one encrypts, all decrypt. Rotation: put a new key in front, run the re-encryption, drop the old one.
 */
import "server-only";
import { createHash } from "node:crypto";
import { fromBase64url } from "@/lib/shared/bytes";

export type FieldKey = { readonly kid: string; readonly secret: Uint8Array };

/** Newest first. */
export type FieldKeys = readonly [FieldKey, ...FieldKey[]];

const KEY_LENGTH = 32;

/** `setting`: keys of 32 bytes as b64u (43 characters), newest first, separated by commas. Throws when one is not. */
export function readFieldKeys(setting: string | undefined, stored: readonly FieldKey[]): FieldKeys {
	const given = (setting ?? "").split(",").map((text) => text.trim());
	const fromSetting = given.filter((text) => text !== "").map(parseKey);
	const [newest, ...older] = [...fromSetting, ...stored];
	if (newest === undefined) throw new Error("There is no key for the encrypted columns.");
	return [newest, ...older];
}

function parseKey(text: string, place: number): FieldKey {
	const secret = fromBase64url(text);
	if (secret?.length !== KEY_LENGTH)
		throw new Error(`RELAIS_FIELD_KEY: key ${place + 1} is not 32 bytes of base64url.`);
	return { kid: fieldKeyId(secret), secret };
}

/** b64u of the first 8 bytes of the key's SHA-256, as in the data folder's files: names it, reveals nothing. */
export function fieldKeyId(secret: Uint8Array): string {
	return createHash("sha256").update(secret).digest().subarray(0, 8).toString("base64url");
}
