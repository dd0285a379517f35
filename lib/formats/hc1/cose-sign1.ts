/**
 * COSE_Sign1 (RFC 8152 §4.2) as health certificates use it: untagged, tag 18, or tags 61 and 18.
 * Promises structure only; the signature is checked by verify-hc1.
 */
import { base64, concat } from "@/lib/shared/bytes";
import { decodeCbor } from "../cbor-decode";
import { byteStringHead, encodeCbor } from "../cbor-encode";
import { type CborMap, type CborValue, isCborArray, isCborBytes, isCborMap, isCborTag } from "../cbor-value";

/** RFC 8152 §3.1 and §8. */
export const HEADER_ALG = 1;
const HEADER_CRIT = 2;
export const HEADER_KID = 4;
export const ALG_ES256 = -7;
const ALG_PS256 = -37;

/** RFC 8152 §2 and RFC 8392 §6. */
export const TAG_COSE_SIGN1 = 18;
const TAG_CWT = 61;

export type CoseAlgorithm = "ES256" | "PS256";

export type CoseSign1 = {
	/** Standard base64 of the kid as DCC key lists write it; a look-up hint. */
	readonly kid: string | undefined;
	/** Undefined for an algorithm that health certificates do not use. */
	readonly algorithm: CoseAlgorithm | undefined;
	/** False where the signer demands that a header be understood which is not: whatever was signed must not be read. */
	readonly understood: boolean;
	readonly payload: Uint8Array;
	readonly signature: Uint8Array<ArrayBuffer>;
	/** What was signed: the Sig_structure (RFC 8152 §4.4). */
	readonly toBeSigned: Uint8Array<ArrayBuffer>;
};

export function decodeCoseSign1(bytes: Uint8Array): CoseSign1 | undefined {
	const message = unwrap(decodeCbor(bytes)?.value);
	if (!isCborArray(message) || message.length !== 4) return undefined;
	const [protectedBytes, unprotectedHeader, payload, signature] = message;
	if (!isCborBytes(protectedBytes) || !isCborBytes(payload) || !isCborBytes(signature)) return undefined;
	if (!isCborMap(unprotectedHeader)) return undefined;
	const protectedHeader = readProtected(protectedBytes);
	if (!protectedHeader) return undefined;

	// A header in the unprotected bucket counts only where the protected one has none: a right kid there must not
	// replace a wrong one that was signed.
	const kid = protectedHeader.get(HEADER_KID) ?? unprotectedHeader.get(HEADER_KID);
	return {
		kid: isCborBytes(kid) ? base64(kid) : undefined,
		algorithm: algorithmOf(protectedHeader.get(HEADER_ALG) ?? unprotectedHeader.get(HEADER_ALG)),
		understood: isUnderstood(protectedHeader.get(HEADER_CRIT)),
		payload,
		signature: signature.slice(),
		// RFC 8152 §4.4: without protected attributes a zero-length string is signed, however they were sent.
		toBeSigned: sigStructure(protectedHeader.size === 0 ? new Uint8Array() : protectedBytes, payload),
	};
}

/**
 * RFC 8152 §4.4, `["Signature1", protected header, no external data, payload]`: what is the same for all is made once.
 */
const ARRAY_OF_CONTEXT = concat(Uint8Array.of(0x84), encodeCbor("Signature1"));
const NO_EXTERNAL_DATA = encodeCbor(new Uint8Array());

export function sigStructure(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
	const [header, content] = [byteStringHead(protectedBytes), byteStringHead(payload)];
	return concat(ARRAY_OF_CONTEXT, header, protectedBytes, NO_EXTERNAL_DATA, content, payload);
}

/** RFC 8392 §6: the CWT tag stands once, before a tagged COSE message. */
function unwrap(value: CborValue): CborValue {
	if (!isCborTag(value)) return value;
	const message = value.tag === TAG_CWT ? value.value : value;
	return isCborTag(message) && message.tag === TAG_COSE_SIGN1 ? message.value : undefined;
}

/** RFC 8152 §3.1: a label in `crit` that is not understood is a fatal error. */
function isUnderstood(critical: CborValue): boolean {
	if (critical === undefined) return true;
	return isCborArray(critical) && critical.every((label) => label === HEADER_ALG || label === HEADER_KID);
}

/** RFC 8152 §3: an empty protected header is a zero-length string or an empty map. */
function readProtected(bytes: Uint8Array): CborMap | undefined {
	if (bytes.length === 0) return new Map();
	const header = decodeCbor(bytes)?.value;
	return isCborMap(header) ? header : undefined;
}

function algorithmOf(value: CborValue): CoseAlgorithm | undefined {
	if (value === ALG_ES256) return "ES256";
	if (value === ALG_PS256) return "PS256";
	return undefined;
}
