import "client-only";
import { sha256 } from "@noble/hashes/sha2.js";
import { CompactSign } from "jose";
import { DELEGATION_LIFETIME } from "@/lib/formats/relais/delegation";
import { base64url, utf8 } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { TRAINING_SIGNER } from "@/lib/trust/training-signer";

/**
 * What the exercises of all devices share (DP-4), so that a door in an exercise takes what a counter in one hands out. Key
 * and master come from these two sentences, which are no secrets: no door at work trusts either.
 */
const SIGNER_PHRASE = "Relais exercise: this key is no secret";
const CODES_PHRASE = "Relais exercise: these codes are no secret";

/** No authority gives this number away for anything else. */
export const TRAINING_PHARMACY = { number: "00000", name: "Pharmacie d’exercice" } as const;

export const TRAINING_STATUS = { id: "exercise", uri: "urn:relais:training:status", size: 1024 } as const;

function trainingSignerKey(): Promise<CryptoKey> {
	const jwk = { ...TRAINING_SIGNER.jwk, d: base64url(sha256(utf8(SIGNER_PHRASE))) };
	return crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
}

/** Of the check codes of exercises. */
export const trainingCodeMaster = (): Uint8Array => sha256(utf8(CODES_PHRASE));

/** The delegation by which `jwk` signs in an exercise, from `from` on. `block`: first index and count. */
export async function trainingDelegation(given: {
	readonly jti: string;
	readonly from: NumericDate;
	readonly block: readonly [number, number];
	readonly jwk: EcPublicJwk;
}): Promise<string> {
	const { jti, from, block, jwk } = given;
	const { number, name } = TRAINING_PHARMACY;
	const claims = {
		...{ jti, sub: number, nm: name, nbf: from, exp: from + DELEGATION_LIFETIME },
		...{ k: "ANVR", max: 72, sl: [TRAINING_STATUS.id, ...block], cnf: { jwk } },
	};
	return new CompactSign(utf8(JSON.stringify(claims)))
		.setProtectedHeader({ alg: "ES256", typ: "delegation+jwt", kid: TRAINING_SIGNER.kid })
		.sign(await trainingSignerKey());
}
