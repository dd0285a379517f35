import "client-only";
import { devicePublicJwk } from "@/lib/protocol/device-kit";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { RelaisDatabase } from "../store/database";
import { seal, unseal } from "../store/seal";
import { readSecrets, takeSecrets, wipeSecrets } from "../store/vault/slots";
import type { FreshKeys } from "../store/vault/vault-row";
import { type DeviceKeys, loadPendingEnrolment, savePendingEnrolment } from "./device-store";
import type { EnrolmentLink } from "./enrolment-link";
import { makeTransportKey } from "./transport-key";
import { drawStorageSecret, importSecrets, type VaultSecrets, vaultSecrets } from "./vault/vault-secrets";

const SIGN = { name: "ECDSA", hash: "SHA-256" } as const;

/**
 * The keys of a new device. They are written before the code is claimed and kept under it, so that an answer lost on the
 * way can be asked for again with the same key: sealed, under a secret that can be destroyed, because nobody knows yet
 * whether this becomes a counter, whose keys must never lie in the database's files.
 */
export async function keysForEnrolment({ code, root }: EnrolmentLink, db: RelaisDatabase): Promise<DeviceKeys> {
	const pending = await loadPendingEnrolment(db);
	if (pending?.code !== code || pending.fresh === undefined) {
		await savePendingEnrolment({ id: "pending", code, root, ...(await makeKeys(db)) }, db);
		if (pending?.fresh !== undefined) await wipeSecrets([pending.fresh.slot], db);
	}
	return provedKeys(db.name);
}

async function makeKeys(db: RelaisDatabase) {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
	const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
	const signing = base64url(new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey)));
	const fresh = await sealFresh({ storage: drawStorageSecret(), signing }, db);
	return { publicJwk: devicePublicJwk.parse({ kty, crv, x, y }), fresh, transport: await makeTransportKey() };
}

const FRESH_NAME = "fresh keys";

async function sealFresh(secrets: VaultSecrets, db: RelaisDatabase): Promise<FreshKeys> {
	const [taken] = await takeSecrets(1, db);
	if (taken === undefined) throw new KeyNotStorable("no place for a secret");
	return { slot: taken.slot, sealed: await seal(await aesKey(taken.secret), FRESH_NAME, secrets) };
}

/** Undefined: the secret under which they were sealed is gone. */
export async function openFresh({ slot, sealed }: FreshKeys, db: RelaisDatabase): Promise<VaultSecrets | undefined> {
	const [secret] = await readSecrets([slot], db);
	if (secret === undefined) return undefined;
	return vaultSecrets.safeParse(await unseal(await aesKey(secret), FRESH_NAME, sealed)).data;
}

function aesKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
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
		const secrets = stored?.fresh && (await openFresh(stored.fresh, again));
		if (stored?.fresh === undefined || secrets === undefined) throw new KeyNotStorable("nothing came back");
		const { publicJwk, fresh, transport = await makeTransportKey() } = stored;
		const { signingKey: privateKey, storageKey } = await importSecrets(secrets);
		if (privateKey === undefined) throw new KeyNotStorable("no signing key came back");
		await proveSigning(privateKey, publicJwk);
		await proveSealing(storageKey);
		return { privateKey, publicJwk, storageKey, thumbprint: thumbprint(publicJwk), fresh, transport };
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
