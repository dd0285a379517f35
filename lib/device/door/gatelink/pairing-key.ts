import "client-only";
/**
 * The key pair that a gate makes for one pairing, and what two of them lead to: a key for each direction, known to the
 * two gates that read each other's codes and to nobody who saw the codes.
 */
import { type Bytes, base64url, concat, utf8 } from "@/lib/shared/bytes";

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const UNCOMPRESSED = 4;

export type PairingKey = { readonly privateKey: CryptoKey /** x ‖ y, 64 bytes. */; readonly publicKey: Bytes };

const { subtle } = globalThis.crypto;

export async function makePairingKey(): Promise<PairingKey> {
	const pair = await subtle.generateKey(CURVE, false, ["deriveBits"]);
	const raw = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
	return { privateKey: pair.privateKey, publicKey: Uint8Array.from(raw.subarray(1)) };
}

export type ChainKeys = { readonly seal: CryptoKey; readonly open: CryptoKey };

/** Undefined for 64 bytes that are no point of the curve. */
export async function chainKeys(own: PairingKey, theirs: Bytes): Promise<ChainKeys | undefined> {
	let shared: ArrayBuffer;
	try {
		const raw = concat(Uint8Array.of(UNCOMPRESSED), theirs);
		const publicKey = await subtle.importKey("raw", raw, CURVE, false, []);
		shared = await subtle.deriveBits({ name: "ECDH", public: publicKey }, own.privateKey, 256);
	} catch {
		return undefined; // WebCrypto's DataError: not on the curve
	}
	const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
	const from = (sender: Bytes, usage: "encrypt" | "decrypt") =>
		subtle.deriveKey(
			{ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(`relais chain from ${base64url(sender)}`) },
			secret,
			{ name: "AES-GCM", length: 256 },
			false,
			[usage],
		);
	const [seal, open] = await Promise.all([from(own.publicKey, "encrypt"), from(theirs, "decrypt")]);
	return { seal, open };
}

const IV_BYTES = 12;

export async function sealChain(packed: Bytes, { seal }: Pick<ChainKeys, "seal">): Promise<Bytes> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	return concat(iv, new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, seal, packed)));
}

/** Undefined for what was not sealed for this gate by the one whose code it read. */
export async function openChain(sealed: Bytes, { open }: Pick<ChainKeys, "open">): Promise<Bytes | undefined> {
	const iv = sealed.subarray(0, IV_BYTES);
	try {
		return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, open, sealed.subarray(IV_BYTES)));
	} catch {
		return undefined; // WebCrypto says no more than "OperationError": the tag does not fit
	}
}
