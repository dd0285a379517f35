/**
 * `HC1:` text → unverified pass (eHealth Network, "Technical Specifications for EU Digital COVID Certificates", vol.
 * 1): base45 → zlib → COSE_Sign1 → CWT → payload. Nothing here is trusted: not the kid, not a time, not a name.
 */
import { inflateZlib } from "@/lib/shared/inflate";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { INFLATE_LIMIT, TEXT_LIMIT } from "@/lib/shared/text-limit";
import { decodeBase45 } from "../base45";
import { decodeCbor } from "../cbor-decode";
import { type CborMap, isCborMap, untagged } from "../cbor-value";
import { type CoseSign1, decodeCoseSign1 } from "./cose-sign1";
import type { DccPayload } from "./dcc-payload";
import { projectDcc } from "./project-dcc";

export const HC1_PREFIX = "HC1:";

/** RFC 8392 §4; -260 is the health certificate container, which holds the DCC under 1. */
export const CLAIM_ISS = 1;
export const CLAIM_EXP = 4;
const CLAIM_NBF = 5;
export const CLAIM_IAT = 6;
export const CLAIM_HCERT = -260;
export const HCERT_DCC = 1;

/** What the message says, all of it unchecked. */
export type Hc1Content = {
	/** Claim 1, usually a country code. */
	readonly issuer: string | undefined;
	readonly iat: NumericDate | undefined;
	/** Health certificates do without it; a CWT that has it means it. */
	readonly nbf: NumericDate | undefined;
	readonly exp: NumericDate | undefined;
	/** Any number of entries, also none (a certificate of a kind that the 1.3.0 schema does not know). */
	readonly dcc: DccPayload;
};

export type UnverifiedHc1 = CoseSign1 & Hc1Content;

/** Undefined for anything that is no well-formed HC1 (`hc1_malformed`). Never throws. */
export function decodeHc1(text: string): UnverifiedHc1 | undefined {
	const message = openHc1(text);
	const content = message && readHc1Content(message.payload);
	return content && { ...message, ...content };
}

/** The first half: enough to check the signature. Undefined if there is none to check. */
export function openHc1(text: string): CoseSign1 | undefined {
	if (!text.startsWith(HC1_PREFIX) || text.length > TEXT_LIMIT) return undefined;
	const compressed = decodeBase45(text.slice(HC1_PREFIX.length));
	const cose = compressed && inflateZlib(compressed, INFLATE_LIMIT);
	return cose && decodeCoseSign1(cose);
}

/** The second half: what the payload says. */
export function readHc1Content(payload: Uint8Array): Hc1Content | undefined {
	const claims = decodeCbor(payload)?.value;
	if (!isCborMap(claims)) return undefined;
	const container = claims.get(CLAIM_HCERT);
	const dcc = isCborMap(container) ? projectDcc(container.get(HCERT_DCC)) : undefined;
	const issuer = claims.get(CLAIM_ISS);
	const iat = readTime(claims, CLAIM_IAT);
	const nbf = readTime(claims, CLAIM_NBF);
	const exp = readTime(claims, CLAIM_EXP);
	if (!dcc || iat === "malformed" || nbf === "malformed" || exp === "malformed") return undefined;
	return { issuer: typeof issuer === "string" ? issuer : undefined, iat, nbf, exp, dcc };
}

/** RFC 8392 §2 allows fractions of a second; some issuers write them. */
function readTime(claims: CborMap, claim: number): NumericDate | undefined | "malformed" {
	const value = untagged(claims.get(claim));
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "number" || !(value >= 0) || value > Number.MAX_SAFE_INTEGER) return "malformed";
	return Math.floor(value);
}
