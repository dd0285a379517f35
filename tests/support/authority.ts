/**
 * A whole authority with throw-away keys, for tests: keyset, trust list, status list, delegations and attestations,
 * each with any part overridden. Times are fixed; nothing reads a clock.
 */
import { StatusList } from "@sd-jwt/jwt-status-list";
import { encodeAttestation } from "@/lib/formats/relais/attestation-text";
import { decodeDelegation, delegationHeader, shortenDelegation } from "@/lib/formats/relais/delegation";
import { attestationHeader } from "@/lib/formats/relais/signed-attestation";
import { fromBase64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { signJwt, type TestKey, testKey } from "./deterministic-key";

/** 2021-08-13T15:30:00Z: the login goes down. */
export const NOW = 1_628_868_600;

export const ROOT = testKey("root");
export const NEXT_ROOT = testKey("next root");
export const LIST_KEY = testKey("list");
export const DELEGATION_KEY = testKey("delegation");
export const STATUS_KEY = testKey("status");
export const DEVICE = testKey("device");
export const OTHER_DEVICE = testKey("other device");
/** In no keyset. */
export const STRANGER = testKey("stranger");

export const STATUS_ID = "s1";
export const STATUS_URI = "https://relais.example/trust/status/s1.jwt";
export const BLOCK_FIRST = 1000;
export const BLOCK_COUNT = 500;

type Claims = Record<string, unknown>;

export function keyEntry(key: TestKey, use: readonly string[], overrides: Claims = {}): Claims {
	return { kid: key.kid, jwk: key.jwk, use, nbf: NOW - 365 * DAY, exp: NOW + 365 * DAY, ...overrides };
}

export function keysetClaims(overrides: Claims = {}): Claims {
	return {
		iss: "https://relais.example",
		seq: 1,
		iat: NOW - HOUR,
		exp: NOW + 90 * DAY,
		keys: [keyEntry(LIST_KEY, ["list"]), keyEntry(DELEGATION_KEY, ["delegation"]), keyEntry(STATUS_KEY, ["status"])],
		...overrides,
	};
}

export function keysetJwt(overrides: Claims = {}, { signer = ROOT, header = {} }: Signing = {}): string {
	return signJwt(
		signer,
		{ alg: "ES256", typ: "keyset+jwt", kid: signer.kid, jwk: signer.jwk, ...header },
		keysetClaims(overrides),
	);
}

/** The proof that the next root gives with the hand-over to it. */
export function rootProof(overrides: Claims = {}, signer: TestKey = NEXT_ROOT): string {
	const claims = { iss: "https://relais.example", seq: 1, root: ROOT.thumbprint, ...overrides };
	return signJwt(signer, { alg: "ES256", typ: "root-proof+jwt", kid: signer.kid }, claims);
}

export function listClaims(overrides: Claims = {}): Claims {
	return {
		iss: "https://relais.example",
		seq: 1,
		iat: NOW - HOUR,
		exp: NOW + 7 * DAY,
		keys: [],
		removed: [],
		denied: [],
		status: [{ id: STATUS_ID, uri: STATUS_URI }],
		deny: null,
		policies: [],
		notices: [],
		...overrides,
	};
}

export function listJwt(overrides: Claims = {}, { signer = LIST_KEY, header = {} }: Signing = {}): string {
	return signJwt(signer, { alg: "ES256", typ: "trust-list+jwt", kid: signer.kid, ...header }, listClaims(overrides));
}

export function statusJwt(revoked: readonly number[], overrides: Claims = {}, signing: Signing = {}): string {
	const { signer = STATUS_KEY, header = {}, length = BLOCK_FIRST + BLOCK_COUNT } = signing;
	const list = new StatusList(new Array<number>(length).fill(0), 1);
	for (const index of revoked) list.setStatus(index, 1);
	const claims = {
		sub: STATUS_URI,
		iat: NOW - HOUR,
		status_list: { bits: 1, lst: list.compressStatusList() },
		...overrides,
	};
	return signJwt(signer, { alg: "ES256", typ: "statuslist+jwt", kid: signer.kid, ...header }, claims);
}

export function delegationClaims(overrides: Claims = {}, device: TestKey = DEVICE): Claims {
	return {
		jti: "Dq3x",
		sub: "40123",
		nm: "Pharmacie de l'Essai, Angers",
		nbf: NOW - 10 * DAY,
		exp: NOW + 20 * DAY,
		k: "ANVR",
		max: 72,
		sl: [STATUS_ID, BLOCK_FIRST, BLOCK_COUNT],
		cnf: { jwk: device.jwk },
		...overrides,
	};
}

/** `payload` replaces the claims by the very text to sign. */
export function delegationJwt(
	overrides: Claims = {},
	{ signer = DELEGATION_KEY, device = DEVICE, payload }: Signing & { device?: TestKey; payload?: string } = {},
): string {
	return signJwt(signer, delegationHeader(signer.kid), payload ?? delegationClaims(overrides, device));
}

export function attestationClaims(overrides: Claims = {}): Claims {
	const claims: Claims = {
		iat: NOW - HOUR,
		exp: NOW - 2 * HOUR + 72 * HOUR,
		k: "A",
		t: NOW - 2 * HOUR,
		n: ["ESSAI", "Camille Aimée"],
		b: "1990-02-03",
		s: BLOCK_FIRST + 7,
		...overrides,
	};
	return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

export type AttestOptions = {
	readonly device?: TestKey;
	/** Embeds this delegation (type 0x02). */
	readonly embed?: string;
	/** Replaces the claims by the very bytes to sign. */
	readonly payload?: Uint8Array;
};

/** Signs anything, also what issueAttestation would refuse. Undefined claims are left out. */
export function attest(overrides: Claims = {}, { device = DEVICE, embed, payload }: AttestOptions = {}): string {
	const bytes = payload ?? utf8(JSON.stringify(attestationClaims(overrides)));
	const signature = fromBase64url(signJwt(device, attestationHeader(device.kid), bytes).split(".")[2] ?? "");
	const kid = fromBase64url(device.kid);
	const decoded = embed === undefined ? undefined : decodeDelegation(embed);
	if (!signature || !kid || (embed !== undefined && !decoded)) throw new Error("cannot build this attestation");
	const delegation = decoded && shortenDelegation(decoded, delegatedKey(decoded.payload));
	return encodeAttestation({ kid, payload: bytes, signature, delegation });
}

function delegatedKey(payload: Uint8Array) {
	return JSON.parse(new TextDecoder().decode(payload)).cnf.jwk;
}

export function bundle(overrides: Partial<VerifierBundle> = {}): VerifierBundle {
	return {
		root: ROOT.thumbprint,
		keyset: keysetJwt(),
		list: listJwt(),
		status: { [STATUS_ID]: statusJwt([]) },
		delegations: [],
		...overrides,
	};
}

type Signing = { readonly signer?: TestKey; readonly header?: Claims; readonly length?: number };
