import "client-only";
import { compactDecrypt, errors } from "jose";
import { z } from "zod";
import { base64url, fromBase64url, fromUtf8 } from "@/lib/shared/bytes";
import { database, type RelaisDatabase } from "../store/database";
import { factStore, writeFact } from "../store/facts";
import type { MaybeApart } from "../store/sealed";
import { wipeSecrets } from "../store/vault/slots";
import { openApart, sealApart, slotOf } from "./sealed-part";

/**
 * Links by which the pharmacy's software opens the counter with an act (spec PS-4): `/counter#act=` and a JWE (RFC 7516,
 * `dir`, `A256GCM`) under a key that counter and software share. Addresses stay in a browser's history: what stands in one
 * is readable to nobody.
 */

const FACT = "software-key";
export const SOFTWARE_NAME = "software key";
const fact = z.object({
	iv: z.instanceof(Uint8Array<ArrayBuffer>),
	data: z.instanceof(ArrayBuffer),
	slot: z.int().optional(),
});
/** The key as it lies on the disk. */
export const softwareKeyFact = (db: RelaisDatabase) => factStore(FACT, asSealed, db);
/** An act of the longest kind has a quarter of this. */
const LINK = /^#act=([\w.-]{1,32768})$/;

function asSealed(value: unknown): MaybeApart | undefined {
	const { iv, data, slot } = fact.safeParse(value).data ?? {};
	if (iv === undefined || data === undefined) return undefined;
	return { iv, data, ...(slot === undefined ? {} : { slot }) };
}

type Keep = { readonly storageKey: CryptoKey; readonly db?: RelaisDatabase };

/** The shared key, 32 bytes in base64url; undefined before somebody made one. */
export async function readSoftwareKey({ storageKey, db = database() }: Keep): Promise<string | undefined> {
	const sealed = await softwareKeyFact(db).read();
	if (sealed === undefined) return undefined;
	return z
		.string()
		.optional()
		.parse(await openApart({ storageKey, name: SOFTWARE_NAME, sealed }));
}

/** Makes a key; links under the one before open nothing from now on. */
export async function makeSoftwareKey({ storageKey, db = database() }: Keep): Promise<string> {
	const key = base64url(crypto.getRandomValues(new Uint8Array(32)));
	const before = await softwareKeyFact(db).read();
	await writeFact(FACT, await sealApart({ storageKey, name: SOFTWARE_NAME, value: key }), db);
	await wipeSecrets(slotOf(before));
	return key;
}

export type OpenedLink =
	| { readonly outcome: "opened"; readonly json: string }
	/** `not_connected`: no key was ever made here. `foreign`: made with another key, or damaged. */
	| { readonly outcome: "not_connected" | "foreign" };

export const isActLink = (fragment: string): boolean => fragment.startsWith("#act=");

export async function openActLink(fragment: string, keep: Keep): Promise<OpenedLink> {
	const jwe = LINK.exec(fragment)?.[1];
	const key = await readSoftwareKey(keep);
	if (key === undefined) return { outcome: "not_connected" };
	if (jwe === undefined) return { outcome: "foreign" };
	try {
		const options = { keyManagementAlgorithms: ["dir"], contentEncryptionAlgorithms: ["A256GCM"] };
		const { plaintext } = await compactDecrypt(jwe, fromBase64url(key) ?? new Uint8Array(), options);
		// Text that is no UTF-8 is no act, and is told as one by whoever reads it.
		return { outcome: "opened", json: fromUtf8(plaintext) ?? "" };
	} catch (error) {
		// Another key, another algorithm, a damaged text.
		if (error instanceof errors.JOSEError) return { outcome: "foreign" };
		throw error;
	}
}
