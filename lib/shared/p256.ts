/**
 * Arithmetic on P-256 (FIPS 186-5, SP 800-186 §3.2.1.3) over public values only: nothing here is constant-time, so no
 * secret may come near it. Signing and verifying are WebCrypto's, through jose.
 */

/** Prime of the field. */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
/** Order of the group. */
export const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = -3n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

export type Point = { readonly x: bigint; readonly y: bigint };
/** Undefined is the point at infinity. */
export type PointOrInfinity = Point | undefined;

export const BASE_POINT: Point = {
	x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
	y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

export function modulo(value: bigint, modulus: bigint): bigint {
	const rest = value % modulus;
	return rest < 0n ? rest + modulus : rest;
}

/** Extended Euclid; `value` is not a multiple of the prime `modulus`. */
export function invert(value: bigint, modulus: bigint): bigint {
	let [a, b] = [modulo(value, modulus), modulus];
	let [x, y] = [1n, 0n];
	while (a > 1n) {
		const quotient = a / b;
		[a, b] = [b, a - quotient * b];
		[x, y] = [y, x - quotient * y];
	}
	return modulo(x, modulus);
}

export function add(p: PointOrInfinity, q: PointOrInfinity): PointOrInfinity {
	if (!p) return q;
	if (!q) return p;
	if (p.x === q.x && modulo(p.y + q.y, P) === 0n) return undefined;
	const slope =
		p.x === q.x ? modulo((3n * p.x * p.x + A) * invert(2n * p.y, P), P) : modulo((q.y - p.y) * invert(q.x - p.x, P), P);
	const x = modulo(slope * slope - p.x - q.x, P);
	return { x, y: modulo(slope * (p.x - x) - p.y, P) };
}

/** Double and add in Jacobian coordinates: one inversion instead of one a step, which is nine tenths of the time. */
export function multiply(point: PointOrInfinity, scalar: bigint): PointOrInfinity {
	if (!point) return undefined;
	let sum: Jacobian = INFINITY;
	const bits = modulo(scalar, N).toString(2);
	for (const bit of bits) {
		sum = double(sum);
		if (bit === "1") sum = addMixed(sum, point);
	}
	if (sum.z === 0n) return undefined;
	const inverse = invert(sum.z, P);
	const square = modulo(inverse * inverse, P);
	return { x: modulo(sum.x * square, P), y: modulo(sum.y * square * inverse, P) };
}

/** x = X/Z², y = Y/Z³; Z = 0 is infinity. */
type Jacobian = { readonly x: bigint; readonly y: bigint; readonly z: bigint };
const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

/** Explicit-Formulas Database, "dbl-2001-b" (a = −3). */
function double({ x, y, z }: Jacobian): Jacobian {
	const delta = modulo(z * z, P);
	const gamma = modulo(y * y, P);
	const beta = modulo(x * gamma, P);
	const alpha = modulo(3n * (x - delta) * (x + delta), P);
	const x3 = modulo(alpha * alpha - 8n * beta, P);
	const z3 = modulo((y + z) * (y + z) - gamma - delta, P);
	return { x: x3, y: modulo(alpha * (4n * beta - x3) - 8n * gamma * gamma, P), z: z3 };
}

/** Explicit-Formulas Database, "madd" with Z2 = 1. */
function addMixed(p: Jacobian, q: Point): Jacobian {
	if (p.z === 0n) return { ...q, z: 1n };
	const square = modulo(p.z * p.z, P);
	const h = modulo(q.x * square - p.x, P);
	const r = modulo(q.y * square * p.z - p.y, P);
	if (h === 0n) return r === 0n ? double(p) : INFINITY;
	const hh = modulo(h * h, P);
	const hhh = modulo(h * hh, P);
	const v = modulo(p.x * hh, P);
	const x3 = modulo(r * r - hhh - 2n * v, P);
	return { x: x3, y: modulo(r * (v - x3) - p.y * hhh, P), z: modulo(p.z * h, P) };
}

/** The two points with this x, or none. P ≡ 3 (mod 4), so a square root is a power. */
export function pointsWithX(x: bigint): readonly Point[] {
	if (x >= P) return [];
	const square = modulo(x * x * x + A * x + B, P);
	const y = power(square, (P + 1n) / 4n);
	if (modulo(y * y, P) !== square) return [];
	return [
		{ x, y },
		{ x, y: modulo(-y, P) },
	];
}

function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	let squared = modulo(base, P);
	for (let rest = exponent; rest > 0n; rest >>= 1n) {
		if (rest & 1n) result = modulo(result * squared, P);
		squared = modulo(squared * squared, P);
	}
	return result;
}

export function toBigInt(bytes: Uint8Array): bigint {
	let value = 0n;
	for (const byte of bytes) value = (value << 8n) | BigInt(byte);
	return value;
}

/** 32 bytes, big-endian. */
export function toBytes(value: bigint): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(32);
	let rest = value;
	for (let i = 31; i >= 0; i--) {
		bytes[i] = Number(rest & 0xffn);
		rest >>= 8n;
	}
	return bytes;
}
