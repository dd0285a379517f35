/**
 * P-256 test keys made from their names, and ES256 signatures that come out the same every time (RFC 6979), so that
 * vectors can be made again byte for byte. Throw-away keys only: the arithmetic is not constant-time.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, concat, utf8 } from "@/lib/shared/bytes";
import { type EcPublicJwk, kidOf, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { BASE_POINT, invert, modulo, multiply, N, toBigInt, toBytes } from "@/lib/shared/p256";

export type TestKey = {
	readonly d: bigint;
	readonly jwk: EcPublicJwk;
	readonly kid: string;
	readonly thumbprint: string;
};

export function testKey(name: string): TestKey {
	const d = modulo(toBigInt(sha256(utf8(`relais throw-away test key: ${name}`))), N);
	const point = multiply(BASE_POINT, d);
	if (!point) throw new Error("the name hashes to zero");
	const jwk = { kty: "EC", crv: "P-256", x: base64url(toBytes(point.x)), y: base64url(toBytes(point.y)) } as const;
	return { d, jwk, kid: kidOf(jwk), thumbprint: thumbprint(jwk) };
}

export function privateJwk({ d, jwk }: TestKey) {
	return { ...jwk, d: base64url(toBytes(d)) };
}

export function importPrivateKey(key: TestKey): Promise<CryptoKey> {
	const algorithm = { name: "ECDSA", namedCurve: "P-256" };
	return crypto.subtle.importKey("jwk", privateJwk(key), algorithm, false, ["sign"]);
}

/** r‖s of ECDSA P-256 / SHA-256 with the nonce of RFC 6979 §3.2. */
export function sign({ d }: TestKey, message: Uint8Array): Uint8Array {
	const digest = sha256(message);
	const e = toBigInt(digest);
	for (const k of nonces(toBytes(d), toBytes(modulo(e, N)))) {
		const r = modulo(multiply(BASE_POINT, k)?.x ?? 0n, N);
		const s = modulo(invert(k, N) * (e + r * d), N);
		if (r !== 0n && s !== 0n) return concat(toBytes(r), toBytes(s));
	}
	throw new Error("unreachable: nonces never end");
}

/** The other signature that verifies for the same message (RP-3): s becomes N − s. */
export function malleate(signature: Uint8Array): Uint8Array {
	return concat(signature.subarray(0, 32), toBytes(N - toBigInt(signature.subarray(32))));
}

/** A compact JWS; `header` and `payload` may be given as the very text to sign. */
export function signJwt(key: TestKey, header: object | string, payload: object | string | Uint8Array): string {
	const input = `${base64url(bytesOf(header))}.${base64url(bytesOf(payload))}`;
	return `${input}.${base64url(sign(key, utf8(input)))}`;
}

function bytesOf(value: object | string | Uint8Array): Uint8Array {
	if (value instanceof Uint8Array) return value;
	return utf8(typeof value === "string" ? value : JSON.stringify(value));
}

function* nonces(x: Uint8Array, h1: Uint8Array): Generator<bigint> {
	let v: Uint8Array = new Uint8Array(32).fill(1);
	let k: Uint8Array = new Uint8Array(32);
	for (const tag of [0, 1]) {
		k = hmac(sha256, k, concat(v, Uint8Array.of(tag), x, h1));
		v = hmac(sha256, k, v);
	}
	while (true) {
		v = hmac(sha256, k, v);
		const candidate = toBigInt(v);
		if (candidate > 0n && candidate < N) yield candidate;
		k = hmac(sha256, k, concat(v, Uint8Array.of(0)));
		v = hmac(sha256, k, v);
	}
}
