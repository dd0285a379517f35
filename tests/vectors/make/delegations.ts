/** Vectors of §3: DL-1, DL-2, the delegation's own shape, and K-2 for its signers. */
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import { DAY } from "@/lib/shared/numeric-date";
import {
	attest,
	DELEGATION_KEY,
	DEVICE,
	delegationClaims,
	delegationJwt,
	NOW,
	STRANGER,
} from "@/tests/support/authority";
import type { Vector } from "../vector";
import { EMBEDDED, verdict, withByte } from "./attestations";
import { SECOND_SIGNER } from "./bundles";

const kidOnly = attest();
const under = (overrides: Record<string, unknown>) => attest({}, { embed: delegationJwt(overrides) });
const raw = (payload: string) => attest({}, { embed: delegationJwt({}, { payload }) });
const text = JSON.stringify(delegationClaims());
const offCurve = { ...DEVICE, jwk: { ...DEVICE.jwk, y: STRANGER.jwk.y } };

const SIGNER: readonly Vector[] = [
	verdict("DL-1", "signer in no keyset, cached", kidOnly, "issuer_unknown", { trust: "delegation by a stranger" }),
	verdict(
		"DL-1",
		"signer in no keyset, embedded",
		attest({}, { embed: delegationJwt({}, { signer: STRANGER }) }),
		"issuer_unknown",
	),
	verdict("DL-1", "signer not for delegations", kidOnly, "issuer_unknown", { trust: "signer not for delegations" }),
	verdict("DL-1", "header not exactly as written", kidOnly, "issuer_unknown", {
		trust: "delegation header with white space",
	}),
	verdict("DL-1", "forged under a known kid, cached", kidOnly, "signature_invalid", { trust: "forged delegation" }),
	verdict(
		"DL-1",
		"embedded payload changed",
		withByte(attest({}, { embed: EMBEDDED }), -150, (byte) => byte ^ 1),
		"signature_invalid",
	),
	verdict(
		"DL-1",
		"embedded signature changed",
		withByte(attest({}, { embed: EMBEDDED }), -1, (byte) => byte ^ 1),
		"signature_invalid",
	),
	verdict("DL-1", "signer ended before nbf", kidOnly, "issuer_expired", { trust: "signer ended before" }),
	verdict("DL-1", "signer ended at nbf", kidOnly, null, { trust: "signer ended since" }),
	verdict("DL-1", "signer began after nbf", kidOnly, "issuer_expired", { trust: "signer began after" }),
	verdict("K-2", "two signers share a kid: the first", attest({}, { embed: bySecondSigner() }), null, {
		trust: "signers sharing a kid",
	}),
	verdict("K-2", "two signers share a kid: the second", kidOnly, null, { trust: "signers sharing a kid" }),
];

function bySecondSigner(): string {
	return delegationJwt({}, { signer: { ...SECOND_SIGNER, kid: DELEGATION_KEY.kid } });
}

const SHAPE: readonly Vector[] = [
	...Object.entries({
		"jti of nine characters": { jti: "abcdefghi" },
		"jti empty": { jti: "" },
		"jti with a full stop": { jti: "a.b" },
		"sub of four digits": { sub: "4012" },
		"sub as a number": { sub: 40_123 },
		"nm of 33 code points": { nm: "x".repeat(33) },
		"nbf as a string": { nbf: String(NOW) },
		"more than 30 days": { nbf: NOW - 10 * DAY, exp: NOW + 20 * DAY + 1 },
		"k with an unknown kind": { k: "AX" },
		"k as a list": { k: ["A"] },
		"max as a string": { max: "72" },
		"max negative": { max: -1 },
		"sl of two": { sl: ["s1", 1000] },
		"sl with a negative first index": { sl: ["s1", -1, 5000] },
		"sl with a number for its list": { sl: [1, 1000, 500] },
	}).map(([name, overrides]) => verdict("DL-1", name, under(overrides), "attestation_malformed")),
	...Object.entries({
		"an unknown member": text.replace('"nbf"', '"x":1,"nbf"'),
		"a member missing": text.replace('"max":72,', ""),
		"members in another order": text.replace(/"jti":"Dq3x","sub":"40123"/, '"sub":"40123","jti":"Dq3x"'),
		"white space": text.replace('"sub"', ' "sub"'),
		"a member given twice": text.replace('"max":72', '"max":72,"max":1000'),
	}).map(([name, payload]) => verdict("DL-1", name, raw(payload), "attestation_malformed")),
	verdict("DL-1", "exactly 30 days", under({ nbf: NOW - 10 * DAY, exp: NOW + 20 * DAY }), null),
	verdict("DL-1", "31 days, cached", kidOnly, "attestation_malformed", { trust: "delegation of 31 days" }),
	verdict("DL-1", "nm of 32 code points outside the BMP", under({ nm: "𝒳".repeat(32) }), null),
	verdict("DL-1", "escapes in nm", raw(text.replace("Pharmacie", "Ph\\u0061rmacie")), null),
	verdict("DL-1", "no kind at all", under({ k: "" }), "kind_not_delegated"),
	verdict(
		"DL-1",
		"device key off the curve",
		attest({}, { device: offCurveDevice(), embed: delegationJwt({}, { device: offCurveDevice() }) }),
		"attestation_malformed",
	),
];

/** A key whose point is no point, with the kid that its thumbprint gives. */
function offCurveDevice() {
	return { ...offCurve, kid: kidOf(offCurve.jwk) };
}

const DENIED: readonly Vector[] = [
	verdict("DL-2", "jti", kidOnly, "issuer_denied", { trust: "denied jti" }),
	verdict("DL-2", "pharmacy", kidOnly, "issuer_denied", { trust: "denied sub" }),
	verdict("DL-2", "signer", kidOnly, "issuer_denied", { trust: "denied signer" }),
	verdict("DL-2", "embedded", attest({}, { embed: EMBEDDED }), "issuer_denied", { trust: "denied jti" }),
	verdict(
		"DL-2",
		"signed long before `from`",
		attest({ iat: NOW - 2 * DAY, t: NOW - 2 * DAY, exp: NOW + DAY }),
		"issuer_denied",
		{
			trust: "denied jti",
		},
	),
	verdict("DL-2", "somebody else", kidOnly, null, { trust: "denied somebody else" }),
];

export const DELEGATION_VECTORS: readonly Vector[] = [...SIGNER, ...SHAPE, ...DENIED];
