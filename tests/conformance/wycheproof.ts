/**
 * Wycheproof: signatures that verifiers are known to get wrong, through every function here that checks one. A vector
 * that upstream calls invalid must be refused by all of them. One that it calls valid must be accepted by those whose
 * format has its curve, hash, padding and encoding, and refused by the others; where no format has them it is *outside*,
 * with the reason.
 */
import { importHc1Key, verifyHc1 } from "@/lib/formats/hc1/verify-hc1";
import { verifyShcSignature } from "@/lib/formats/shc/verify-signature";
import { importTwoddocKey, verifyTwoddocSignature } from "@/lib/formats/twoddoc/verify-signature";
import { verifyEs256 } from "@/lib/server/crypto/node-crypto";
import { base64url, fromUtf8 } from "@/lib/shared/bytes";
import { toBytes } from "@/lib/shared/p256";
import { ecPublicJwk } from "@/lib/trust/keyset";
import { recoverSigners } from "@/lib/trust/recover-signer";
import { importPublicKey, verifyWith } from "@/lib/trust/signed-document";
import { webVerifyEs256 } from "@/lib/trust/verify-es256";
import type { CaseResult, ConformanceSet } from "./agreement";
import { readCorpusJson } from "./corpus";

type Vector = { readonly tcId: number; readonly comment: string; readonly result: "valid" | "invalid" };
type SignatureVector = Vector & { readonly msg: string; readonly sig: string };
type JwsVector = Vector & { readonly jws: unknown };
type EcdsaGroup = {
	readonly type: "EcdsaVerify" | "EcdsaP1363Verify";
	readonly sha: string;
	readonly publicKey: { readonly curve: string; readonly wx: string; readonly wy: string };
	readonly publicKeyDer: string;
	readonly tests: readonly SignatureVector[];
};
type PssGroup = {
	readonly type: "RsassaPssVerify" | "RsassaPssWithParametersVerify";
	readonly sha: string;
	readonly mgfSha: string;
	readonly sLen: number;
	readonly publicKeyDer: string;
	readonly tests: readonly SignatureVector[];
};
type Jwk = { readonly kty?: string; readonly crv?: string };
type JwsGroup = {
	readonly type: "JsonWebSignature" | "JsonWebKey";
	readonly public?: Jwk | { readonly keys: readonly Jwk[] };
	readonly private?: Jwk | { readonly keys: readonly Jwk[] };
	readonly tests: readonly JwsVector[];
};
type Group = EcdsaGroup | PssGroup | JwsGroup;

/** What one function answered, and whether its format has this kind of signature at all. */
type Answer = { readonly by: string; readonly accepts: boolean; readonly has: boolean };

const { subtle } = crypto;

const FILES = [
	...["256r1_sha256", "256r1_sha256_p1363", "256r1_sha512_p1363", "384r1_sha256", "384r1_sha384_p1363"],
	"521r1_sha512_p1363",
].map((name) => `ecdsa_secp${name}`);
const PSS_FILES = [
	...["2048_sha1_mgf1_20", "2048_sha256_mgf1_0", "2048_sha256_mgf1_32", "2048_sha256_mgf1_32_params"],
	...["2048_sha256_mgf1sha1_20", "3072_sha256_mgf1_32", "4096_sha256_mgf1_32", "4096_sha512_mgf1_64"],
	...["misc", "misc_params"],
].map((name) => `rsa_pss_${name}`);
const ALL_FILES = [...FILES, ...PSS_FILES, "json_web_signature", "json_web_key"];

export const wycheproof: ConformanceSet = {
	name: "Wycheproof",
	run: async () => {
		const results: CaseResult[] = [];
		for (const file of ALL_FILES) {
			const content = readCorpusJson<{ readonly testGroups: readonly Group[] }>(`wycheproof/${file}.json`);
			if (!content) return undefined;
			for (const group of content.testGroups) results.push(...(await judgeGroup(file, group)));
		}
		return results;
	},
};

async function judgeGroup(file: string, group: Group): Promise<readonly CaseResult[]> {
	const results: CaseResult[] = [];
	const judge = (vector: Vector, answers: readonly Answer[], outside: string) =>
		results.push(judgeVector(`${file} ${vector.tcId}`, vector, { answers, outside }));
	switch (group.type) {
		case "EcdsaVerify":
		case "EcdsaP1363Verify":
			for (const vector of group.tests) judge(vector, await answersToEcdsa(group, vector), outsideOfEcdsa(group));
			break;
		case "RsassaPssVerify":
		case "RsassaPssWithParametersVerify":
			for (const vector of group.tests) {
				const answers = await answersToPss(group, vector);
				if (!isOfPs256(group, vector)) judge(vector, answers, outsideOfPss(group));
				else if (answers.every(({ accepts }) => accepts)) {
					results.push({ id: `${file} ${vector.tcId}`, outcome: "outside", detail: SALT_OF_PS256 });
				} else results.push({ id: `${file} ${vector.tcId}`, outcome: "disagreed", detail: "refused by HC1" });
			}
			break;
		case "JsonWebSignature":
		case "JsonWebKey":
			for (const vector of group.tests) judge(vector, await answersToJws(group, vector), OUTSIDE_JWS);
			break;
	}
	return results;
}

function judgeVector(
	id: string,
	{ result, comment }: Vector,
	{ answers, outside }: { readonly answers: readonly Answer[]; readonly outside: string },
): CaseResult {
	const wrong = answers.filter(({ accepts, has }) => accepts !== (has && result === "valid"));
	if (wrong.length > 0) {
		const detail = wrong.map(({ by, accepts }) => `${by} ${accepts ? "accepts" : "refuses"}`).join(", ");
		return { id, outcome: "disagreed", detail: `${result} (${comment}): ${detail}` };
	}
	if (result === "valid" && !answers.some(({ has }) => has)) return { id, outcome: "outside", detail: outside };
	return { id, outcome: "agreed" };
}

/** Curve and hash that go together in 2D-DOC; the first pair is also that of HC1 and of the root's recovery. */
const PAIRS: readonly (readonly [curve: string, sha: string])[] = [
	["secp256r1", "SHA-256"],
	["secp384r1", "SHA-384"],
	["secp521r1", "SHA-512"],
];

function outsideOfEcdsa({ type, sha, publicKey }: EcdsaGroup): string {
	if (type === "EcdsaVerify") return "ECDSA signature in DER: every format here writes r and s side by side";
	return `${sha} with ${publicKey.curve}: each curve goes with the hash of its own size here`;
}

async function answersToEcdsa(group: EcdsaGroup, { msg, sig }: SignatureVector): Promise<readonly Answer[]> {
	const [spki, signature, message] = [fromHex(group.publicKeyDer), fromHex(sig), fromHex(msg)];
	const { curve, wx, wy } = group.publicKey;
	const place = PAIRS.findIndex(([name, sha]) => name === curve && sha === group.sha);
	const raw = group.type === "EcdsaP1363Verify";
	const twoddocKey = await importTwoddocKey(spki, subtle);
	const document = { signature, signedBytes: message };
	const answers: Answer[] = [
		{ by: "HC1", accepts: await acceptsHc1(spki, signature, message), has: raw && place === 0 },
		{
			by: "2D-DOC",
			accepts: twoddocKey !== undefined && (await verifyTwoddocSignature(document, twoddocKey, subtle)),
			has: raw && place >= 0,
		},
	];
	if (curve !== "secp256r1") return answers;
	const [x = "", y = ""] = [wx, wy].map((coordinate) => base64url(toBytes(BigInt(`0x${coordinate}`))));
	const signed = { input: message, signature };
	for (const [by, verify] of Object.entries({ attestations: webVerifyEs256(subtle), "the portal": verifyEs256 })) {
		const accepts = (await verify({ kty: "EC", crv: "P-256", x, y }, signed)) === true;
		answers.push({ by, accepts, has: raw && place === 0 });
	}
	const text = fromUtf8(message);
	if (text !== undefined) {
		const signers = recoverSigners(`${text}.${base64url(signature)}`);
		const accepts = signers.some((signer) => signer.x === x && signer.y === y);
		answers.push({ by: "recovery of the root", accepts, has: raw && place === 0 });
	}
	return answers;
}

function outsideOfPss({ type }: PssGroup): string {
	if (type === "RsassaPssWithParametersVerify") {
		return "RSA key of the type id-RSASSA-PSS: lists of signers have rsaEncryption, and browsers import no other";
	}
	return "PSS with another hash, mask hash or salt length than PS256: SHA-256 for both, 32 bytes (RFC 8230 §2)";
}

const SALT_OF_PS256 = "PSS invalid for its group's salt length only: the salt is of 32 bytes, as PS256's, and holds";

/** Made with SHA-256 and a salt of 32 for a group of another length: to a verifier of PS256 it is right. */
function isOfPs256({ type, sha, mgfSha, sLen }: PssGroup, { comment }: Vector): boolean {
	const otherwise = type === "RsassaPssVerify" && sha === "SHA-256" && mgfSha === "SHA-256" && sLen !== 32;
	return otherwise && comment === "s_len changed to 32";
}

async function answersToPss(group: PssGroup, { msg, sig }: SignatureVector): Promise<readonly Answer[]> {
	const { type, sha, mgfSha, sLen, publicKeyDer } = group;
	const ps256 = sha === "SHA-256" && mgfSha === "SHA-256" && sLen === 32;
	const accepts = await acceptsHc1(fromHex(publicKeyDer), fromHex(sig), fromHex(msg));
	return [{ by: "HC1", accepts, has: ps256 && type === "RsassaPssVerify" }];
}

async function acceptsHc1(spki: Bytes, signature: Bytes, toBeSigned: Bytes): Promise<boolean> {
	const signer = await importHc1Key(spki, subtle);
	return signer !== undefined && verifyHc1({ algorithm: signer.algorithm, signature, toBeSigned }, signer, subtle);
}

const OUTSIDE_JWS = "JWS by another algorithm than ES256, the only one that anything here signs or takes";

async function answersToJws(group: JwsGroup, { jws }: JwsVector): Promise<readonly Answer[]> {
	const given = group.public ?? group.private ?? {};
	const jwks = "keys" in given ? given.keys : [given];
	const has = jwks.some(({ kty, crv }) => kty === "EC" && crv === "P-256");
	const answers = { "keyset and lists": false, SHC: false };
	for (const jwk of jwks) {
		const parsed = ecPublicJwk.safeParse(jwk);
		const key = parsed.success ? await importPublicKey(parsed.data) : undefined;
		if (!key || typeof jws !== "string") continue;
		const opened = await verifyWith(jws, key);
		// The signature held; that the payload is no claims is another matter.
		answers["keyset and lists"] ||= opened.ok || opened.error === "malformed";
		answers.SHC ||= await verifyShcSignature({ jws }, key);
	}
	return Object.entries(answers).map(([by, accepts]) => ({ by, accepts, has }));
}

type Bytes = Uint8Array<ArrayBuffer>;

function fromHex(text: string): Bytes {
	return Uint8Array.from(Buffer.from(text, "hex"));
}
