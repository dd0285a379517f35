/**
 * A trust list's foreign keys, made from their names: as many as the published lists hold, of the same shape. The first
 * few of each use have a private half, to sign passes with; the others are points of the curve that nobody asks for.
 */
import { createECDH } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, base64, concat, fromBase64, fromBase64url, utf8 } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { listedKey } from "@/lib/trust/import-keys";
import type { ListedKey } from "@/lib/trust/trust-list";
import { type TestKey, testKey } from "../tests/support/deterministic-key";
import { SIZES } from "./world";

export type Signer = { readonly entry: ListedKey; readonly key: TestKey };

/** RFC 5480 §2: SubjectPublicKeyInfo of a P-256 key up to and with the 0x04 of its uncompressed point. */
const SPKI_HEAD = Uint8Array.from(Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex"));

type Row = { readonly spki: string; readonly place: number };
type Shape = (row: Row) => ListedKey;

/** Every third signer may sign everything, as most do; the others are certified for each kind by its own OID. */
const dcc =
	(now: NumericDate): Shape =>
	({ spki, place }) =>
		listedKey({
			use: "dcc",
			kid: base64(sha256(fromBase64(spki) as Bytes).subarray(0, 8)),
			country: `${letter(place)}${letter(Math.floor(place / 26))}`,
			spki,
			...(place % 3 === 0 ? {} : { kinds: ["t", "v", "r"] }),
			nbf: now - 200 * DAY,
			exp: now + 500 * DAY,
		});

const shc: Shape = ({ spki, place }) =>
	listedKey({
		use: "shc",
		kid: Buffer.from(sha256(utf8(spki))).toString("base64url"),
		iss: `https://health-cards.example/issuers/department-of-health/${place}/creds`,
		name: `Department of Health ${place}`,
		spki,
	});

const twoddoc: Shape = ({ spki, place }) =>
	listedKey({
		use: "2ddoc",
		kid: `XX01${String(place).padStart(4, "0")}`,
		country: "FR",
		spki,
		kinds: ["B2", "L1"],
	});

export type ListedKeys = {
	readonly keys: readonly ListedKey[];
	readonly signers: Readonly<Record<"hc1" | "shc" | "2ddoc", readonly Signer[]>>;
};

/** `signing`: how many of each use have a private half. */
export function makeListedKeys(signing: number, now: NumericDate): ListedKeys {
	const signers = {
		hc1: makeSigners("dcc", signing, dcc(now)),
		shc: makeSigners("shc", signing, shc),
		"2ddoc": makeSigners("2ddoc", signing, twoddoc),
	};
	const others = [
		...makeOthers("dcc", [signing, SIZES.dcc], dcc(now)),
		...makeOthers("shc", [signing, SIZES.shc], shc),
	];
	const entries = Object.values(signers).flatMap((list) => list.map(({ entry }) => entry));
	return { keys: [...entries, ...others], signers };
}

function makeSigners(use: string, count: number, shape: Shape): Signer[] {
	return Array.from({ length: count }, (_, place) => {
		const key = testKey(`bench ${use} ${place}`);
		const [x, y] = [fromBase64url(key.jwk.x), fromBase64url(key.jwk.y)] as [Bytes, Bytes];
		return { key, entry: shape({ spki: base64(concat(SPKI_HEAD, x, y)), place }) };
	});
}

/** Their points are the platform's work: our own arithmetic takes a hundred times as long. */
function makeOthers(use: string, [from, to]: readonly [number, number], shape: Shape): ListedKey[] {
	const ecdh = createECDH("prime256v1");
	return Array.from({ length: to - from }, (_, i) => {
		const place = from + i;
		ecdh.setPrivateKey(sha256(utf8(`bench ${use} ${place}`)));
		return shape({ spki: base64(concat(SPKI_HEAD, ecdh.getPublicKey().subarray(1))), place });
	});
}

function letter(place: number): string {
	return String.fromCharCode(65 + (place % 26));
}
