/** Vectors of §1 and §2: keys, RP-1 to RP-6. */
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { concat, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	attest,
	attestationClaims,
	BLOCK_COUNT,
	BLOCK_FIRST,
	DEVICE,
	delegationJwt,
	NOW,
	OTHER_DEVICE,
	ROOT,
	STRANGER,
} from "@/tests/support/authority";
import { malleate } from "@/tests/support/deterministic-key";
import type { Vector, VerifyVector } from "../vector";
import { REVOKED_INDEX } from "./bundles";

type Expected = Partial<VerifyVector["expected"]> & { readonly trust?: string; readonly now?: number };

const FORMAT = "relais";
export const EMBEDDED = delegationJwt();

/** A text and its reason; null is `accepted`. */
export function verdict(rule: string, name: string, input: string, reason: string | null, rest: Expected = {}): Vector {
	const { trust = "plain", now = NOW, warnings = [], format = FORMAT, id } = rest;
	const outcome =
		rest.outcome ??
		(reason === null ? "accepted" : INDETERMINATE.has(reason) ? ("indeterminate" as const) : ("rejected" as const));
	const expected = { format, outcome, reason, warnings, ...(id === undefined ? {} : { id }) };
	return { rule, name, kind: "verify", input, trust, now, expected };
}

const INDETERMINATE = new Set([
	"format_unsupported",
	"issuer_unknown",
	"key_unusable",
	"content_incomplete",
	"trust_missing",
	"trust_too_old",
	"clock_implausible",
	"policy_missing",
]);

function bytesOf(text: string): Uint8Array {
	const bytes = decodeBase45(text.slice(4));
	if (!bytes) throw new Error("not an RP1 text");
	return bytes;
}

const textOf = (bytes: Uint8Array) => `RP1:${encodeBase45(bytes)}`;

export function withByte(text: string, at: number, change: (byte: number) => number): string {
	const bytes = bytesOf(text).slice();
	const place = at < 0 ? bytes.length + at : at;
	bytes[place] = change(bytes[place] ?? 0);
	return textOf(bytes);
}

const flip = (byte: number) => byte ^ 1;
const kidOnly = attest();
const embedded = attest({}, { embed: EMBEDDED });
const raw = (payload: string) => attest({}, { payload: utf8(payload) });
const claimsText = (overrides: Record<string, unknown> = {}) => JSON.stringify(attestationClaims(overrides));

const KEYS: readonly Vector[] = [DEVICE, ROOT, STRANGER].map(({ jwk, kid, thumbprint }, i) => ({
	rule: "K-1",
	name: `kid and thumbprint ${i + 1}`,
	kind: "kid",
	input: jwk,
	trust: null,
	now: null,
	expected: { kid, thumbprint },
}));

/** [RP-1] Claims that are not what the table says. */
const RP1: readonly Vector[] = [
	...["iat", "exp", "k", "t", "n", "b", "s"].map((claim) =>
		verdict("RP-1", `without ${claim}`, attest({ [claim]: undefined }), "attestation_malformed"),
	),
	...Object.entries({
		"an unknown claim": { q: 1 },
		"iat as a string": { iat: String(NOW) },
		"iat with a fraction": { iat: NOW - HOUR + 0.5 },
		"iat beyond safe integers": { iat: 2 ** 53 },
		"exp null": { exp: null },
		"k of no kind": { k: "X" },
		"k in lower case": { k: "a" },
		"k of two kinds": { k: "AN" },
		"n as a string": { n: "ESSAI Camille" },
		"n of one name": { n: ["ESSAI"] },
		"n of three names": { n: ["ESSAI", "Camille", "Aimée"] },
		"n with a number": { n: ["ESSAI", 1] },
		"n with both names empty": { n: ["", ""] },
		"n with 41 code points": { n: ["É".repeat(41), "Camille"] },
		"n not in NFC": { n: ["ESSAI", "Aime\u0301e"] },
		"b as a number": { b: 1990 },
		"b with two digits of year": { b: "90-02-03" },
		"b on 30 February": { b: "1990-02-30" },
		"b on 29 February of a common year": { b: "1990-02-29" },
		"b in month 13": { b: "1990-13" },
		"b with a time": { b: "1990-02-03T00:00:00Z" },
		"b with a line feed": { b: "1990-02-03\n" },
		"b empty": { b: "" },
		"s as a string": { s: "1007" },
		"p as a number": { p: 1 },
		"p null": { p: null },
		"d with a test": { d: [1, 2] },
		"d missing with a vaccination": { k: "V" },
		"d of one number": { k: "V", d: [2] },
		"d of three numbers": { k: "V", d: [1, 2, 3] },
		"d of zero doses": { k: "V", d: [0, 2] },
		"d with a fraction": { k: "V", d: [1.5, 2] },
	}).map(([name, claims]) => verdict("RP-1", name, attest(claims), "attestation_malformed")),
	...Object.entries({
		"a claim given twice": claimsText().replace("{", '{"k":"A",'),
		"a claim given twice, once escaped": claimsText().replace("{", '{"\\u006b":"A",'),
		"an integer written 1.0": claimsText().replace(`"s":${BLOCK_FIRST + 7}`, `"s":${BLOCK_FIRST + 7}.0`),
		"an integer written with an exponent": claimsText().replace(`"s":${BLOCK_FIRST + 7}`, '"s":1e3'),
		"a lone surrogate": claimsText().replace("ESSAI", "\\ud800"),
		"a byte order mark": `\ufeff${claimsText()}`,
		"an array": `[${claimsText()}]`,
		"a string": JSON.stringify(claimsText()),
		"no JSON": "iat=1",
		"JSON and more": `${claimsText()}x`,
		nothing: "",
	}).map(([name, payload]) => verdict("RP-1", name, raw(payload), "attestation_malformed")),
	verdict(
		"RP-1",
		"ill-formed UTF-8",
		attest({}, { payload: concat(utf8(claimsText().slice(0, -1)), Uint8Array.of(0xff), utf8("}")) }),
		"attestation_malformed",
	),
	verdict("RP-1", "names of 40 code points, one outside the BMP", attest({ n: ["𝒳".repeat(40), ""] }), null),
	verdict("RP-1", "a single name", attest({ n: ["", "Camille"] }), null),
	verdict("RP-1", "birth year and month", attest({ b: "1990-02" }), null),
	verdict("RP-1", "birth year", attest({ b: "1990" }), null),
	verdict("RP-1", "29 February of a leap year", attest({ b: "1992-02-29" }), null),
	verdict("RP-1", "a device code", attest({ p: "1232" }), null),
	verdict("RP-1", "members in another order, with white space", raw(reordered()), null),
	verdict("RP-1", "a vaccination", attest({ k: "V", d: [2, 2], p: "EU/1/20/1528", exp: NOW + 300 * DAY }), null),
];

function reordered(): string {
	return JSON.stringify(Object.fromEntries(Object.entries(attestationClaims()).reverse()), null, 1);
}

const t = NOW - 2 * HOUR;
const RP2: readonly Vector[] = [
	verdict("RP-2", "sample 300 s after signing", attest({ iat: NOW, t: NOW + 300 }), null),
	verdict("RP-2", "sample 301 s after signing", attest({ iat: NOW, t: NOW + 301 }), "attestation_malformed"),
	verdict("RP-2", "iat one second before exp", attest({ iat: NOW, exp: NOW + 1 }), null),
	verdict("RP-2", "iat equal to exp", attest({ iat: NOW, exp: NOW }), "attestation_malformed"),
	verdict("RP-2", "exactly max hours after the sample", attest({ t, exp: t + 72 * HOUR }), null),
	verdict("RP-2", "a second more than max hours", attest({ t, exp: t + 72 * HOUR + 1 }), "time_too_long"),
	verdict("RP-2", "max counts for NAAT", attest({ k: "N", t, exp: t + 72 * HOUR + 1 }), "time_too_long"),
	verdict("RP-2", "max counts for recovery", attest({ k: "R", t, exp: t + 72 * HOUR + 1 }), "time_too_long"),
	verdict("RP-2", "max does not count for vaccination", attest({ k: "V", d: [1, 1], t, exp: t + 1000 * HOUR }), null),
	verdict("RP-2", "the delegation's own max", attest({ t, exp: t + 24 * HOUR + 1 }), "time_too_long", {
		trust: "delegation for 24 hours",
		warnings: [],
	}),
	verdict(
		"RP-2",
		"the two wrongs of claims come first",
		attest({ iat: NOW, exp: NOW - 1, k: "V", d: [1, 1] }),
		"attestation_malformed",
		{
			trust: "delegation for 24 hours",
		},
	),
];

function malleated(): string {
	const bytes = bytesOf(kidOnly).slice();
	bytes.set(malleate(bytes.subarray(-64)), bytes.length - 64);
	return textOf(bytes);
}

const RP3: readonly Vector[] = [
	verdict("RP-3", "identity is jti and s", kidOnly, null, { id: `Dq3x.${BLOCK_FIRST + 7}` }),
	verdict("RP-3", "the same with the delegation embedded", embedded, null, { id: `Dq3x.${BLOCK_FIRST + 7}` }),
	verdict("RP-3", "the same with the signature's other half", malleated(), null, { id: `Dq3x.${BLOCK_FIRST + 7}` }),
];

/** The length of the payload in long form although it would fit in one byte. */
function longFormLength(): string {
	const bytes = bytesOf(raw("{}"));
	return textOf(concat(bytes.subarray(0, 9), Uint8Array.of(0x80, bytes[9] ?? 0), bytes.subarray(10)));
}

const RP4: readonly Vector[] = [
	...Object.entries({
		"lower-case base45": `RP1:${kidOnly.slice(4).toLowerCase()}`,
		"one lower-case letter": kidOnly.replace(/[A-Z](?=[^A-Z]*$)/, (letter) => letter.toLowerCase()),
		"a trailing byte": textOf(concat(bytesOf(kidOnly), Uint8Array.of(0))),
		"trailing bytes after a delegation": textOf(concat(bytesOf(embedded), Uint8Array.of(1, 2, 3))),
		"a length in long form": longFormLength(),
		"type 0x02 cut down to 0x01": withByte(embedded, 0, () => 1),
	}).map(([name, text]) => verdict("RP-4", name, text, "attestation_not_canonical")),
	...Object.entries({
		"nothing after the prefix": "RP1:",
		"a symbol outside base45": `${kidOnly.slice(0, -1)}é`,
		"an underscore": `${kidOnly.slice(0, 30)}_${kidOnly.slice(31)}`,
		"a group above 65535": `RP1::::${kidOnly.slice(7)}`,
		"a last symbol alone": `${textOf(bytesOf(kidOnly).subarray(0, 30))}A`,
		"the last byte missing": textOf(bytesOf(kidOnly).subarray(0, -1)),
		"half a delegation": textOf(bytesOf(embedded).subarray(0, -100)),
		"type 0x00": withByte(kidOnly, 0, () => 0),
		"type 0x03": withByte(embedded, 0, () => 3),
		"type 0x02 without a delegation": withByte(kidOnly, 0, () => 2),
		"one symbol": "RP1:A",
		"more than 16 KiB": `RP1:${"0".repeat(16_384)}`,
	}).map(([name, text]) => verdict("RP-4", name, text, "attestation_malformed")),
];

const RP5: readonly Vector[] = [
	verdict(
		"RP-5",
		"canonical comes before trust",
		`RP1:${kidOnly.slice(4).toLowerCase()}`,
		"attestation_not_canonical",
		{
			trust: "nothing",
		},
	),
	verdict("RP-5", "kid of another device", withByte(embedded, 3, flip), "signature_invalid"),
	verdict("RP-5", "payload changed", withByte(kidOnly, 20, flip), "signature_invalid"),
	verdict("RP-5", "signature changed", withByte(kidOnly, -1, flip), "signature_invalid"),
	verdict("RP-5", "device key's point changed", withByte(embedded, -65, flip), "signature_invalid"),
	verdict("RP-5", "signature all zero", textOf(zeroSignature(kidOnly)), "signature_invalid"),
	verdict("RP-5", "signature before claims", withByte(raw("{}"), -1, flip), "signature_invalid"),
	verdict("RP-5", "signed by another device under this kid", stolenKid(), "signature_invalid"),
	verdict("RP-5", "kind the delegation does not allow", kidOnly, "kind_not_delegated", {
		trust: "delegation for vaccination",
	}),
	verdict("RP-5", "kind before length", attest({ exp: NOW + 200 * HOUR }), "kind_not_delegated", {
		trust: "delegation for vaccination",
	}),
	verdict("RP-5", "length before index", attest({ exp: NOW + 200 * HOUR, s: 0 }), "time_too_long"),
	verdict("RP-5", "signed within 300 s of the delegation's end", attest({ iat: NOW - HOUR + 300 }), null, {
		trust: "delegation ended an hour ago",
	}),
	verdict("RP-5", "signed 301 s after the delegation's end", attest({ iat: NOW - HOUR + 301 }), "issuer_expired", {
		trust: "delegation ended an hour ago",
	}),
	verdict("RP-5", "a delegation that ended since", attest({ iat: NOW - DAY, t: NOW - DAY, exp: NOW + DAY }), null, {
		trust: "delegation ended yesterday",
	}),
	verdict("RP-5", "signed before the delegation began", kidOnly, "issuer_expired", {
		trust: "delegation begins tomorrow",
	}),
	verdict("RP-5", "first index of the block", attest({ s: BLOCK_FIRST }), null),
	verdict("RP-5", "last index of the block", attest({ s: BLOCK_FIRST + BLOCK_COUNT - 1 }), null),
	verdict("RP-5", "index before the block", attest({ s: BLOCK_FIRST - 1 }), "index_out_of_block"),
	verdict("RP-5", "index after the block", attest({ s: BLOCK_FIRST + BLOCK_COUNT }), "index_out_of_block"),
	verdict("RP-5", "negative index", attest({ s: -1 }), "index_out_of_block"),
	verdict("RP-5", "index before denial", attest({ s: 0 }), "index_out_of_block", { trust: "denied jti" }),
	verdict("RP-5", "denial before status", attest({ s: REVOKED_INDEX }), "issuer_denied", { trust: "denied jti" }),
	verdict("RP-5", "revoked", attest({ s: REVOKED_INDEX }), "revoked"),
	verdict("RP-5", "status before time", attest({ s: REVOKED_INDEX, iat: NOW - 60, exp: NOW - 1 }), "revoked"),
	verdict("RP-5", "300 s before iat", attest({ iat: NOW + 300 }), null),
	verdict("RP-5", "301 s before iat", attest({ iat: NOW + 301 }), "time_not_yet"),
	verdict("RP-5", "at exp", attest({ exp: NOW }), null),
	verdict("RP-5", "a second after exp", attest({ exp: NOW - 1 }), "time_expired"),
];

function zeroSignature(text: string): Uint8Array {
	const bytes = bytesOf(text).slice();
	return bytes.fill(0, bytes.length - 64);
}

/** Another device's attestation with this device's kid written over its own. */
function stolenKid(): string {
	const bytes = bytesOf(attest({}, { device: OTHER_DEVICE })).slice();
	bytes.set(bytesOf(kidOnly).subarray(1, 9), 1);
	return textOf(bytes);
}

const RP6: readonly Vector[] = [
	verdict("RP-6", "cached delegation", kidOnly, null),
	verdict("RP-6", "no cached delegation", kidOnly, "issuer_unknown", { trust: "no delegation" }),
	verdict("RP-6", "another device's kid", attest({}, { device: OTHER_DEVICE }), "issuer_unknown"),
	verdict("RP-6", "embedded delegation needs no cache", embedded, null, { trust: "no delegation" }),
	verdict("RP-6", "the older of two delegations does not stand in the way", kidOnly, null, {
		trust: "delegation renewed",
	}),
	verdict("RP-6", "of several unfit delegations the one that got furthest", kidOnly, "index_out_of_block", {
		trust: "delegation renewed, both unfit",
	}),
];

export const ATTESTATION_VECTORS: readonly Vector[] = [...KEYS, ...RP1, ...RP2, ...RP3, ...RP4, ...RP5, ...RP6];
