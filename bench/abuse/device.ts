/** Keys and proofs of devices, genuine and not, as they go over the wire. */
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { DEVICE_PROOF_LIFETIME, DEVICE_PROOF_SCHEME, DEVICE_PROOF_TYP } from "@/lib/protocol/device-proof";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";

export type BenchKey = {
	readonly privateKey: KeyObject;
	readonly jwk: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
	readonly kid: string;
};

export function benchKey(): BenchKey {
	const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const { x = "", y = "" } = publicKey.export({ format: "jwk" });
	return { privateKey, jwk: { kty: "EC", crv: "P-256", x, y }, kid: thumbprint({ x, y }) };
}

type Proven = { readonly url: string; readonly body: string; readonly kid: string; readonly signer: KeyObject };

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** The value of `Authorization` for one POST. */
export function proofOf({ url, body, kid, signer }: Proven): string {
	const iat = Math.floor(Date.now() / 1_000);
	const bh = createHash("sha256").update(body).digest("base64url");
	const claims = { aud: url, htm: "POST", bh, jti: randomUUID(), iat, exp: iat + DEVICE_PROOF_LIFETIME };
	const signed = `${encode({ alg: "ES256", typ: DEVICE_PROOF_TYP, kid })}.${encode(claims)}`;
	const signature = sign("sha256", Buffer.from(signed), { key: signer, dsaEncoding: "ieee-p1363" });
	return `${DEVICE_PROOF_SCHEME} ${signed}.${signature.toString("base64url")}`;
}
