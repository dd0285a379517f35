/**
 * Encryption of columns with personal data: AES-256-GCM under a key derived for each value's place, with that place as
 * additional data. A value copied to another row or column does not open. One key may seal any number of rows: the
 * random nonces of different places never meet.
 *
 * Envelope: version 1 (1 byte) | nonce (12) | ciphertext | tag (16). The key's id stands in the row, so that rotation can
 * find what is left to do. Hides the length of a value only up to PADDING bytes.
 */
import "server-only";
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Bytes } from "@/lib/shared/bytes";
import { concat, fromUtf8, utf8 } from "@/lib/shared/bytes";
import type { FieldKey, FieldKeys } from "./field-keys";

/** Where a value stands. `row` is the row's primary key. */
export type FieldPlace = { readonly table: string; readonly column: string; readonly row: readonly string[] };

export type FieldCipher = {
	/** Id of the key that `seal` uses now. */
	readonly keyId: string;
	readonly seal: (place: FieldPlace, text: string) => Bytes;
	/** Throws when the key is unknown or the envelope was altered or moved: that is never an ordinary answer. */
	readonly open: (place: FieldPlace, sealed: { readonly keyId: string; readonly envelope: Uint8Array }) => string;
	/**
	 * Equal texts of one table and column give equal bytes: what is sealed can be looked for. Under the key of now: what an
	 * earlier key made is not found.
	 */
	readonly blind: (place: Omit<FieldPlace, "row">, text: string) => Bytes;
	readonly knows: (keyId: string) => boolean;
};

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
/** Bytes of a blind index: two persons of one day share one with a probability of 2⁻⁹⁶. */
const BLIND = 12;
/** Texts are padded to a multiple, so that a length tells little. */
const PADDING = 64;

export function fieldCipher(keys: FieldKeys): FieldCipher {
	const byId = new Map(keys.map((key) => [key.kid, key]));
	return {
		keyId: keys[0].kid,
		knows: (keyId) => byId.has(keyId),
		seal: (place, text) => seal(keys[0], place, text),
		blind: ({ table, column }, text) => {
			const key = placeKey(keys[0], utf8(["relais-blind-1", table, column].join("\u001f")));
			return Uint8Array.from(createHmac("sha256", key).update(text).digest().subarray(0, BLIND));
		},
		open: (place, { keyId, envelope }) => {
			const key = byId.get(keyId);
			if (key === undefined) throw new Error(`unknown field key ${keyId}`);
			return open(key, place, envelope);
		},
	};
}

function seal(key: FieldKey, place: FieldPlace, text: string): Bytes {
	const nonce = randomBytes(NONCE);
	const aad = placeBytes(place);
	const cipher = createCipheriv("aes-256-gcm", placeKey(key, aad), nonce).setAAD(aad);
	const plain = pad(utf8(text));
	const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
	return concat(Uint8Array.of(VERSION), nonce, sealed, cipher.getAuthTag());
}

function open(key: FieldKey, place: FieldPlace, envelope: Uint8Array): string {
	if (envelope[0] !== VERSION || envelope.length < 1 + NONCE + TAG) throw new Error("not a field envelope");
	const aad = placeBytes(place);
	const nonce = envelope.subarray(1, 1 + NONCE);
	const decipher = createDecipheriv("aes-256-gcm", placeKey(key, aad), nonce, { authTagLength: TAG }).setAAD(aad);
	decipher.setAuthTag(envelope.subarray(-TAG));
	const plain = Buffer.concat([decipher.update(envelope.subarray(1 + NONCE, -TAG)), decipher.final()]);
	const text = fromUtf8(unpad(plain));
	if (text === undefined) throw new Error("field envelope without text");
	return text;
}

/** Unambiguous: no part can contain the separator. */
function placeBytes({ table, column, row }: FieldPlace): Bytes {
	return utf8(["relais-field-1", table, column, ...row].join("\u001f"));
}

function placeKey(key: FieldKey, aad: Uint8Array): Buffer {
	return createHmac("sha256", key.secret).update(aad).digest();
}

/** ISO/IEC 7816-4: 0x80, then zeros. */
function pad(plain: Uint8Array): Bytes {
	const padded = new Uint8Array(Math.ceil((plain.length + 1) / PADDING) * PADDING);
	padded.set(plain);
	padded[plain.length] = 0x80;
	return padded;
}

function unpad(padded: Uint8Array): Uint8Array {
	const end = padded.lastIndexOf(0x80);
	if (end < 0) throw new Error("field envelope without end mark");
	return padded.subarray(0, end);
}
