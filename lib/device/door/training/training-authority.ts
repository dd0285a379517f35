import "client-only";
import { zlibSync } from "fflate";
import { SignJWT } from "jose";
import { joseSigner, type Signer } from "@/lib/attest/signer";
import { base64url } from "@/lib/shared/bytes";
import { type EcPublicJwk, kidOf, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { CODE_LIST_TYP } from "@/lib/trust/code-list";
import { TRAINING_SIGNER } from "@/lib/trust/training-signer";
import { TRAINING_STATUS, trainingDelegation } from "../../identity/training-issuer";

/**
 * A whole authority for an exercise (DP-4): root, lists and one pharmacy, made on the device, with keys that never leave
 * this function's caller and are gone with it. Only who signs delegations is the same in all exercises: a counter's sheets
 * are taken too. Its root is pinned nowhere: at every real door what it signs is `issuer_training`.
 */
export type TrainingAuthority = {
	readonly bundle: VerifierBundle;
	readonly pharmacy: Pharmacy;
	/** The published list of a day's check codes, with nothing in it. */
	readonly codeList: (day: string) => Promise<string>;
};

type Pharmacy = {
	readonly delegation: string;
	readonly signer: Signer;
	/** Names the pharmacy's key and signs with another: what a forger can do. */
	readonly forger: Signer;
};

type Key = { readonly privateKey: CryptoKey; readonly jwk: EcPublicJwk; readonly kid: string };

const ISSUER = "urn:relais:training";
const STATUS = { id: TRAINING_STATUS.id, uri: TRAINING_STATUS.uri };
/** Indices that the pharmacy of a door's own passes may use: those of counters come after. */
const BLOCK = 16;

export async function makeAuthority(options: {
	readonly now: NumericDate;
	/** Indices that count as revoked. */
	readonly revoked: readonly number[];
}): Promise<TrainingAuthority> {
	const { now, revoked } = options;
	const [root, list, status, device, stranger] = await Promise.all(Array.from({ length: 5 }, makeKey));
	if (!root || !list || !status || !device || !stranger) throw new Error("five keys were asked for");
	const from = now - 21 * DAY;
	const entry = ({ kid, jwk }: Pick<Key, "kid" | "jwk">, use: string) => ({
		kid,
		jwk,
		use: [use],
		nbf: from,
		exp: now + 30 * DAY,
	});
	const dated = { iss: ISSUER, seq: 1, iat: now };
	const delegation = await trainingDelegation({ jti: "Exercice", from, block: [0, BLOCK], jwk: device.jwk });
	return {
		bundle: {
			root: thumbprint(root.jwk),
			keyset: await sign(root, "keyset+jwt", {
				...{ ...dated, exp: now + 30 * DAY },
				...{ keys: [entry(list, "list"), entry(status, "status"), entry(TRAINING_SIGNER, "delegation")], removed: [] },
			}),
			list: await sign(list, "trust-list+jwt", {
				...{ ...dated, exp: now + 7 * DAY, keys: [], removed: [], denied: [], status: [STATUS] },
				...{ deny: null, policies: [], notices: [] },
			}),
			status: {
				[STATUS.id]: await sign(status, "statuslist+jwt", {
					...{ sub: STATUS.uri, iat: now, status_list: { bits: 1, lst: packBits(revoked) } },
				}),
			},
		},
		pharmacy: {
			delegation,
			signer: joseSigner(device.privateKey, device.jwk),
			forger: { ...joseSigner(stranger.privateKey, stranger.jwk), kid: device.kid },
		},
		codeList: (day) => sign(status, CODE_LIST_TYP, { iss: ISSUER, iat: now, day, revoked: "", registered: "" }),
	};
}

async function makeKey(): Promise<Key> {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
	const jwk: EcPublicJwk = { kty: "EC", crv: "P-256", x, y };
	return { privateKey: pair.privateKey, jwk, kid: kidOf(jwk) };
}

/** The root's own key stands in the header, as in every keyset. */
function sign(key: Key, typ: string, claims: Record<string, unknown>): Promise<string> {
	return new SignJWT(claims).setProtectedHeader({ alg: "ES256", typ, kid: key.kid, jwk: key.jwk }).sign(key.privateKey);
}

/** draft-ietf-oauth-status-list §4: one bit for each index, the lowest first, zlib, base64url. */
function packBits(set: readonly number[]): string {
	const bits = new Uint8Array(TRAINING_STATUS.size / 8);
	for (const index of set) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
	return base64url(zlibSync(bits));
}

/** The times of a vaccination, a test under way and one that is over, as seen `now`. */
export const trainingTimes = (now: NumericDate) => ({
	vaccination: { t: now - 15 * DAY, iat: now - 15 * DAY, exp: now + 2 * DAY },
	test: { t: now - 5 * HOUR, iat: now - 4 * HOUR, exp: now - 5 * HOUR + 72 * HOUR },
	over: { t: now - 80 * HOUR, iat: now - 79 * HOUR, exp: now - 80 * HOUR + 72 * HOUR },
});
