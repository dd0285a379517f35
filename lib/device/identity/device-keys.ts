import "client-only";
import { devicePublicJwk } from "@/lib/protocol/device-kit";
import { utf8 } from "@/lib/shared/bytes";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { RelaisDatabase } from "../store/database";
import { type DeviceKeys, loadPendingEnrolment, savePendingEnrolment } from "./device-store";
import type { EnrolmentLink } from "./enrolment-link";

const SIGN = { name: "ECDSA", hash: "SHA-256" } as const;

/**
 * The keys of a new device. Neither can ever be exported. They are written before the code is claimed and kept under
 * it, so that an answer lost on the way can be asked for again with the same key.
 */
export async function keysForEnrolment(
	{ code, root }: EnrolmentLink,
	options: { db: RelaisDatabase; storageKey?: CryptoKey | undefined },
): Promise<DeviceKeys> {
	const pending = await loadPendingEnrolment(options.db);
	if (pending?.code !== code) {
		await savePendingEnrolment({ id: "pending", code, root, ...(await makeKeys(options)) }, options.db);
	}
	return provedKeys(options.db.name);
}

async function makeKeys(options: { storageKey?: CryptoKey | undefined }): Promise<Omit<DeviceKeys, "thumbprint">> {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
	const storageKey = options.storageKey ?? (await makeStorageKey());
	return { privateKey: pair.privateKey, publicJwk: devicePublicJwk.parse({ kty, crv, x, y }), storageKey };
}

function makeStorageKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Thrown when a key does not come back from storage in working order (Lockdown Mode, some private modes). */
export class KeyNotStorable extends Error {
	override name = "KeyNotStorable";
}

/** The pending keys as a fresh connection reads them, after each was used once. */
async function provedKeys(databaseName: string): Promise<DeviceKeys> {
	const again = new RelaisDatabase(databaseName);
	try {
		const stored = await loadPendingEnrolment(again);
		if (stored === undefined) throw new KeyNotStorable("nothing came back");
		const { privateKey, publicJwk, storageKey } = stored;
		await proveSigning(privateKey, publicJwk);
		await proveSealing(storageKey);
		return { privateKey, publicJwk, storageKey, thumbprint: thumbprint(publicJwk) };
	} finally {
		again.close();
	}
}

async function proveSigning(privateKey: CryptoKey, publicJwk: DeviceKeys["publicJwk"]): Promise<void> {
	const message = crypto.getRandomValues(new Uint8Array(32));
	const publicKey = await crypto.subtle.importKey("jwk", publicJwk, { name: "ECDSA", namedCurve: "P-256" }, false, [
		"verify",
	]);
	const signature = await crypto.subtle.sign(SIGN, privateKey, message);
	const good = privateKey.extractable === false && (await crypto.subtle.verify(SIGN, publicKey, signature, message));
	if (!good) throw new KeyNotStorable("the signing key came back different");
}

async function proveSealing(storageKey: CryptoKey): Promise<void> {
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, storageKey, utf8("relais"));
	const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, storageKey, sealed);
	if (storageKey.extractable || opened.byteLength !== 6)
		throw new KeyNotStorable("the storage key came back different");
}
