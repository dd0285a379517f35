/**
 * The public keys under which an ES256 signature holds (SEC 1 §4.1.6). A verifier pins its root by thumbprint and a
 * keyset need not repeat the root's key: the signature and the thumbprint together determine it. A candidate means
 * nothing until its thumbprint equals the pinned one.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";
import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import {
	add,
	BASE_POINT,
	invert,
	modulo,
	multiply,
	N,
	type Point,
	pointsWithX,
	toBigInt,
	toBytes,
} from "@/lib/shared/p256";

const SIGNATURE_LENGTH = 64;

/** Two candidates as a rule, none when this is no ES256 compact JWS. A few milliseconds. */
export function recoverSigners(jws: string): readonly EcPublicJwk[] {
	const end = jws.lastIndexOf(".");
	const signature = fromBase64url(jws.slice(end + 1));
	if (end < 0 || signature?.length !== SIGNATURE_LENGTH) return [];
	const r = toBigInt(signature.subarray(0, 32));
	const s = toBigInt(signature.subarray(32));
	if (r === 0n || r >= N || s === 0n || s >= N) return [];
	const e = toBigInt(sha256(utf8(jws.slice(0, end))));
	return [r, r + N].flatMap(pointsWithX).flatMap((point) => signerAt(point, { r, s, e }) ?? []);
}

/** Q = r⁻¹ (sR − eG). */
function signerAt(point: Point, { r, s, e }: { r: bigint; s: bigint; e: bigint }): EcPublicJwk | undefined {
	const inverse = invert(r, N);
	const signer = add(multiply(point, modulo(s * inverse, N)), multiply(BASE_POINT, modulo(-e * inverse, N)));
	if (!signer) return undefined;
	return { kty: "EC", crv: "P-256", x: base64url(toBytes(signer.x)), y: base64url(toBytes(signer.y)) };
}
