/**
 * Papers that no door may admit, each made from a genuine one or from the authority's own keys: what a forger, a
 * photocopier with a pen, and a thief of an old device could bring.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { joseSigner } from "@/lib/attest/signer";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { type AttestationClaims, parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation, encodeAttestation, RELAIS_PREFIX } from "@/lib/formats/relais/attestation-text";
import type { WireAttestation } from "@/lib/formats/relais/wire";
import { concat, fromBase64url, fromUtf8, utf8 } from "@/lib/shared/bytes";
import { kidOf, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY, HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { VerdictReason } from "@/lib/verify/verdict";
import { issuedText } from "@/tests/support/issued-text";
import { importPrivateKey, malleate, signJwt, type TestKey, testKey } from "../support/deterministic-key";

export type HostilePaper = {
	/** What was done to it, for the drill's output. */
	readonly name: string;
	/** The one thing that is wrong with it. */
	readonly reason: VerdictReason;
	readonly text: string;
};

const THIEF = testKey("drill: thief's device");
const STRANGER = testKey("drill: another authority");

/** @param genuine an `RP1:` text with the delegation embedded, fresh off a counter */
export async function hostilePapers(
	genuine: string,
	{ dataFolder, now }: { readonly dataFolder: string; readonly now: NumericDate },
): Promise<readonly HostilePaper[]> {
	const decoded = decodeAttestation(genuine);
	if (decoded.outcome === "refused" || !decoded.attestation.delegation)
		throw new Error("not a genuine paper with its delegation");
	const wire = decoded.attestation;
	const authority = await delegationKey(dataFolder);
	const tampered: readonly [string, Partial<WireAttestation>][] = [
		["tampered: another name", { payload: changeClaims(wire, { n: ["VOLEUR", "Alex"] }) }],
		["tampered: a longer validity", { payload: changeClaims(wire, { exp: now + 30 * DAY }) }],
		["tampered: one bit of the signature", { signature: flipBit(wire.signature) }],
		["tampered: one bit of the delegation", { delegation: flippedDelegation(wire) }],
		["foreign key: signed by a thief's device", { signature: signedBy(THIEF, wire) }],
	];
	const made: readonly [string, VerdictReason, string][] = [
		["foreign key: delegated by another authority", "issuer_unknown", await lasting(STRANGER, STRANGER.kid, now)],
		["foreign key: delegated under a borrowed kid", "signature_invalid", await lasting(STRANGER, authority.kid, now)],
		["expired a minute ago", "time_expired", await expired(authority, now)],
		["re-encoded in lower case", "attestation_not_canonical", lowerCased(genuine)],
		["re-encoded with a byte added", "attestation_not_canonical", padded(genuine)],
	];
	return [
		...tampered.map(([name, changes]) => {
			return { name, reason: "signature_invalid", text: encodeAttestation({ ...wire, ...changes }) } as const;
		}),
		...made.map(([name, reason, text]) => ({ name, reason, text })),
	];
}

/** The same paper with the other signature that verifies (RP-3): authentic, and the same person's. */
export function malleated(genuine: string): string {
	const decoded = decodeAttestation(genuine);
	if (decoded.outcome === "refused") throw new Error("not a genuine paper");
	return encodeAttestation({ ...decoded.attestation, signature: malleate(decoded.attestation.signature) });
}

/** The authority's own key, out of the portal's data folder: makes papers that are wrong in one thing only. */
async function delegationKey(dataFolder: string): Promise<TestKey> {
	const folder = path.join(dataFolder, "keys");
	const name = (await readdir(folder)).find((file) => file.startsWith("delegation-"));
	if (name === undefined) throw new Error("the portal has no delegation key");
	const { jwk } = JSON.parse(await readFile(path.join(folder, name), "utf8"));
	const secret = fromBase64url(jwk.d) ?? new Uint8Array();
	const d = secret.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
	const publicJwk = { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y } as const;
	return { d, jwk: publicJwk, kid: kidOf(publicJwk), thumbprint: thumbprint(publicJwk) };
}

function changeClaims({ payload }: WireAttestation, changes: Partial<AttestationClaims>): Uint8Array {
	return utf8(JSON.stringify({ ...JSON.parse(fromUtf8(payload) ?? ""), ...changes }));
}

function flipBit(bytes: Uint8Array): Uint8Array {
	return bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
}

function flippedDelegation({ delegation }: WireAttestation) {
	if (!delegation) throw new Error("no delegation");
	return { ...delegation, signature: flipBit(delegation.signature) };
}

function signedBy(key: TestKey, { payload }: WireAttestation): Uint8Array {
	const jws = signJwt(key, { alg: "ES256", typ: "attestation+jwt", kid: key.kid }, payload);
	return fromBase64url(jws.split(".")[2] ?? "") ?? new Uint8Array();
}

function lowerCased(genuine: string): string {
	return RELAIS_PREFIX + genuine.slice(RELAIS_PREFIX.length).toLowerCase();
}

function padded(genuine: string): string {
	const bytes = decodeBase45(genuine.slice(RELAIS_PREFIX.length));
	if (!bytes) throw new Error("not base45");
	return RELAIS_PREFIX + encodeBase45(concat(bytes, Uint8Array.of(0)));
}

function delegation(signer: TestKey, signerKid: string, nbf: NumericDate): string {
	const header = { alg: "ES256", typ: "delegation+jwt", kid: signerKid };
	return signJwt(signer, header, {
		jti: "drill",
		sub: "40123",
		nm: "Pharmacie d'essai, Angers",
		nbf,
		exp: nbf + 30 * DAY,
		k: "AN",
		max: 72,
		sl: ["drill", 0, 100],
		cnf: { jwk: THIEF.jwk },
	});
}

type Validity = { readonly from: NumericDate; readonly until: NumericDate };

async function attest(jwt: string, { from, until }: Validity): Promise<string> {
	const claims: AttestationClaims = {
		iat: from,
		exp: until,
		k: "A",
		t: until - 48 * HOUR,
		n: ["VOLEUR", "Alex"],
		b: "1990-02-03",
		s: 1,
	};
	const signer = joseSigner(await importPrivateKey(THIEF), THIEF.jwk);
	if (!parseAttestationClaims(utf8(JSON.stringify(claims)))) throw new Error("claims that no counter would make");
	return await issuedText(claims, { delegation: jwt, signer, embed: true });
}

function lasting(signer: TestKey, signerKid: string, now: NumericDate): Promise<string> {
	return attest(delegation(signer, signerKid, now - DAY), { from: now - HOUR, until: now + 47 * HOUR });
}

/**
 * Right in everything but its time: under a delegation of the real authority, made in the time of that key and in force
 * now. As the key is only as old as this portal, the paper is written with the clock tolerance of RP-5.
 */
function expired(authority: TestKey, now: NumericDate): Promise<string> {
	return attest(delegation(authority, authority.kid, now), { from: now - 2 * MINUTE, until: now - MINUTE });
}
