/**
 * Genuine passes of every format under one trust list, with keys made from names and signatures that come out the same
 * every time, so that every run starts from the same texts. Invented people only.
 */

import { createPublicKey } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { encodeHc1, subtleCoseSigner } from "@/lib/formats/hc1/encode-hc1";
import { base32 } from "@/lib/formats/twoddoc/base32";
import { type Bytes, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { attest, BLOCK_FIRST, bundle, DEVICE, delegationJwt, listJwt, NOW } from "../support/authority";
import { importPrivateKey, sign, signJwt, type TestKey, testKey } from "../support/deterministic-key";
import { immunization, labResult, PATIENT, type ShcIssuer, shcClaims, toQr } from "../support/issue-shc";
import { header04, testFields, vaccinationFields } from "../support/issue-twoddoc";
import { claimsOf, HC1_KID, HC1_SHAPES, shapeHc1 } from "./hc1-shapes";

export type Specimens = {
	readonly texts: Readonly<Record<PassFormat, readonly string[]>>;
	/** What the specimens carry, to be changed and signed again. */
	readonly dccs: readonly DccPayload[];
	readonly hc1Claims: readonly Uint8Array[];
	readonly shcPayloads: readonly object[];
	readonly twoddocContents: readonly string[];
	readonly keys: {
		readonly hc1: CryptoKey;
		readonly shc: ShcIssuer;
		readonly twoddoc: CryptoKey;
		readonly device: CryptoKey;
	};
	readonly trust: Trust;
	readonly now: number;
	/** Ids of the passes that are genuine: whatever is accepted must be one of them, or have been signed again. */
	readonly ids: ReadonlySet<string>;
};

const SIGNERS = { hc1: testKey("fuzz hc1"), shc: testKey("fuzz shc"), twoddoc: testKey("fuzz 2ddoc") };
const NAM = { fn: "Essai", fnt: "ESSAI", gn: "Camille Aimée", gnt: "CAMILLE<AIMEE" };
const ISSUED = { tg: "840539006", co: "FR", is: "Relais" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

export async function makeSpecimens(): Promise<Specimens> {
	const keys = {
		hc1: await importPrivateKey(SIGNERS.hc1),
		shc: await shcIssuer(),
		twoddoc: await importPrivateKey(SIGNERS.twoddoc),
		device: await importPrivateKey(DEVICE),
	};
	const dccs = dccPayloads();
	const shcPayloads = shcBundles().map((resources) =>
		shcClaims(keys.shc, resources, { nbf: NOW - 20 * DAY, rid: "AbC" }),
	);
	const twoddocContents = [
		header04("B2") + testFields(),
		header04("L1") + vaccinationFields(),
		`${header04("28")}46ESSAI`,
	];
	const trust = await openWorld();
	const shcHeader = { zip: "DEF", alg: "ES256", kid: SIGNERS.shc.thumbprint };
	const shcJws = shcPayloads.map((payload) =>
		signJwt(SIGNERS.shc, shcHeader, new Uint8Array(deflateRawSync(JSON.stringify(payload)))),
	);
	const hc1Claims = (await Promise.all(dccs.map((dcc) => signHc1(keys.hc1, dcc)))).map(claimsOf);
	const hc1Signature = async (toBeSigned: Uint8Array) => sign(SIGNERS.hc1, toBeSigned);
	const texts = {
		relais: relaisTexts(),
		hc1: await Promise.all(
			hc1Claims.flatMap((claims) => HC1_SHAPES.map((shape) => shapeHc1(claims, shape, hc1Signature))),
		),
		shc: [...shcJws, ...shcJws.flatMap((jws) => toQr(jws))],
		"2ddoc": twoddocContents.map((content) => `${content}\u001f${base32(sign(SIGNERS.twoddoc, utf8(content)))}`),
	};
	const ids = new Set<string>();
	for (const text of Object.values(texts).flat()) {
		const verdict = await verifyPass(text, trust, { now: NOW, policy: "none" });
		if (verdict.outcome === "accepted") ids.add(verdict.pass.id);
	}
	return { texts, dccs, hc1Claims, shcPayloads, twoddocContents, keys, trust, now: NOW, ids };
}

export async function signHc1(key: CryptoKey, dcc: DccPayload): Promise<string> {
	const signer = subtleCoseSigner(key, { kid: HC1_KID, subtle: crypto.subtle });
	return encodeHc1({ dcc, issuer: "FR", iat: NOW - 20 * DAY, exp: NOW + 200 * DAY }, signer);
}

export async function signTwoddoc(key: CryptoKey, content: string): Promise<string> {
	const signature = await crypto.subtle.sign(ES256, key, utf8(content));
	return `${content}\u001f${base32(new Uint8Array(signature))}`;
}

export async function signRaw(key: CryptoKey, message: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.sign(ES256, key, message));
}

function relaisTexts(): string[] {
	const delegation = delegationJwt();
	return [
		attest({}, { embed: delegation }),
		attest({ k: "N", s: BLOCK_FIRST + 8, p: "1232" }, { embed: delegation }),
		attest({ k: "V", t: NOW - 30 * DAY, s: BLOCK_FIRST + 9, d: [2, 2], p: "EU/1/20/1528" }),
		attest({ k: "R", s: BLOCK_FIRST + 10, n: ["ESSAI-DURAND", "Zoé"] }),
	];
}

function dccPayloads(): DccPayload[] {
	const base = { ver: "1.3.0", nam: NAM, dob: "1990-02-03" };
	const vaccine = { vp: "1119349007", mp: "EU/1/20/1528", ma: "ORG-100030215", dn: 2, sd: 2, dt: "2021-07-01" };
	const test = { tt: "LP217198-3", ma: "1232", sc: "2021-08-13T10:00:00Z", tr: "260415000", tc: "Essai" };
	return [
		{ ...base, v: [{ ...ISSUED, ...vaccine, ci: "URN:UVCI:01:FR:V" }] },
		{ ...base, t: [{ ...ISSUED, ...test, ci: "URN:UVCI:01:FR:T" }] },
		{ ...base, r: [{ ...ISSUED, fr: "2021-06-01", df: "2021-06-12", du: "2021-12-01", ci: "URN:UVCI:01:FR:R" }] },
	];
}

function shcBundles(): readonly (readonly unknown[])[] {
	return [
		[PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")],
		[PATIENT, labResult("94558-4", "260415000", "2021-08-13T10:00:00Z")],
		[PATIENT, immunization("158", "2021-05-01"), { resourceType: "Condition" }],
	];
}

async function shcIssuer(): Promise<ShcIssuer> {
	const { shc } = SIGNERS;
	const publicKey = await crypto.subtle.importKey("jwk", shc.jwk, { name: "ECDSA", namedCurve: "P-256" }, true, [
		"verify",
	]);
	return {
		iss: "https://issuer.example/creds",
		kid: shc.thumbprint,
		publicKey,
		privateKey: await importPrivateKey(shc),
		spki: spkiOf(shc),
	};
}

async function openWorld(): Promise<Trust> {
	const keys = [
		{ use: "dcc", kid: Buffer.from(HC1_KID).toString("base64"), country: "FR", spki: spkiOf(SIGNERS.hc1) },
		{ use: "shc", kid: SIGNERS.shc.thumbprint, iss: "https://issuer.example/creds", spki: spkiOf(SIGNERS.shc) },
		{ use: "2ddoc", kid: "XX010001", country: "FR", spki: spkiOf(SIGNERS.twoddoc) },
	];
	const crls = {
		"https://issuer.example/creds": [{ kid: SIGNERS.shc.thumbprint, method: "rid", ctr: 1, rids: ["x"] }],
	};
	const world = bundle({ list: listJwt({ keys, iat: NOW - HOUR }), delegations: [delegationJwt()], crls });
	const opened = await openTrust(world, { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

function spkiOf({ jwk }: TestKey): string {
	const spki = createPublicKey({ key: { ...jwk }, format: "jwk" }).export({ type: "spki", format: "der" });
	return spki.toString("base64");
}
