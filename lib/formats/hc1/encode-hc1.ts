/**
 * Makes the durable pass: an EU DCC as `HC1:` text, COSE_Sign1 (tag 18) with ES256, deterministic CBOR. Does not judge
 * what it is given: the caller has verified the record.
 */
import { zlibSync } from "fflate";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { encodeBase45 } from "../base45";
import { encodeCbor } from "../cbor-encode";
import type { CborMap, CborValue } from "../cbor-value";
import { ALG_ES256, HEADER_ALG, HEADER_KID, sigStructure, TAG_COSE_SIGN1 } from "./cose-sign1";
import type { DccPayload } from "./dcc-payload";
import { CLAIM_EXP, CLAIM_HCERT, CLAIM_IAT, CLAIM_ISS, HC1_PREFIX, HCERT_DCC } from "./decode-hc1";

export type Hc1Claims = {
	readonly dcc: DccPayload;
	/** Claim 1: ISO 3166-1 alpha-2 of the issuing country. */
	readonly issuer: string;
	readonly iat: NumericDate;
	readonly exp: NumericDate;
};

/** Who holds the authority's DCC key. */
export type CoseSigner = {
	/** Eight bytes, as the trust list names the key. */
	readonly kid: Uint8Array;
	/** ECDSA P-256 / SHA-256 over these bytes, raw r‖s (64 bytes). */
	readonly sign: (toBeSigned: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
};

/** Signs with a P-256 key of WebCrypto, which may be non-extractable. */
export function subtleCoseSigner(
	privateKey: CryptoKey,
	{ kid, subtle }: { readonly kid: Uint8Array; readonly subtle: SubtleCrypto },
): CoseSigner {
	return {
		kid,
		sign: async (bytes) => new Uint8Array(await subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes)),
	};
}

/** zlib at its highest level: the text becomes a QR code. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;
const deflateHere: Deflate = (bytes) => zlibSync(bytes, { level: 9 });

/** `deflate`: the platform's, where it has one that is quicker. */
export async function encodeHc1(
	{ dcc, issuer, iat, exp }: Hc1Claims,
	signer: CoseSigner,
	deflate: Deflate = deflateHere,
): Promise<string> {
	const payload = encodeCbor(
		new Map<number, CborValue>([
			[CLAIM_ISS, issuer],
			[CLAIM_EXP, exp],
			[CLAIM_IAT, iat],
			[CLAIM_HCERT, new Map([[HCERT_DCC, toCbor(dcc)]])],
		]),
	);
	const header = encodeCbor(
		new Map<number, CborValue>([
			[HEADER_ALG, ALG_ES256],
			[HEADER_KID, signer.kid],
		]),
	);
	const signature = await signer.sign(sigStructure(header, payload));
	const cose = encodeCbor({ tag: TAG_COSE_SIGN1, value: [header, new Map(), payload, signature] });
	return HC1_PREFIX + encodeBase45(deflate(cose));
}

type Json = string | number | readonly Json[] | { readonly [key: string]: Json | undefined };

function toCbor(value: Json): CborValue {
	if (typeof value === "string" || typeof value === "number") return value;
	if (isArray(value)) return value.map(toCbor);
	const map = new Map<string, CborValue>();
	for (const [key, item] of Object.entries(value)) {
		if (item !== undefined) map.set(key, toCbor(item));
	}
	return map satisfies CborMap;
}

function isArray(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}
