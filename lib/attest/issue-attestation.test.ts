import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { restoreDelegation } from "@/lib/formats/relais/delegation";
import { fromUtf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import {
	BLOCK_COUNT,
	BLOCK_FIRST,
	bundle,
	DEVICE,
	delegationClaims,
	delegationJwt,
	NOW,
	OTHER_DEVICE,
} from "@/tests/support/authority";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { issuedText } from "@/tests/support/issued-text";
import { issueAttestation } from "./issue-attestation";
import { joseSigner, type Signer } from "./signer";

const DELEGATION = delegationJwt();
const CLAIMS: AttestationClaims = {
	iat: NOW,
	exp: NOW + 70 * HOUR,
	k: "A",
	t: NOW - HOUR,
	n: ["ESSAI", "Camille Aimée"],
	b: "1990-02-03",
	s: BLOCK_FIRST,
};

let signer: Signer;
let trust: Trust;
beforeAll(async () => {
	signer = joseSigner(await importPrivateKey(DEVICE), DEVICE.jwk);
	const opened = await openTrust(bundle({ delegations: [DELEGATION] }), { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	trust = opened.value;
});

type Given = [claims?: Partial<AttestationClaims>, embed?: boolean, delegation?: string];
const given = (...[claims = {}, embed = false, delegation = DELEGATION]: Given) =>
	[
		{ ...CLAIMS, ...claims },
		{ delegation, signer, embed },
	] as const;
const issue = (...wanted: Given) => issuedText(...given(...wanted));

async function refusal(...wanted: Given): Promise<string> {
	const issuing = await issueAttestation(...given(...wanted));
	return issuing.outcome === "refused" ? issuing.reason : "issued";
}

/** Any claims that the delegation covers. */
const anyClaims = fc.record({
	ahead: fc.integer({ min: 0, max: 9 * DAY }),
	sampledBefore: fc.integer({ min: -300, max: DAY }),
	hours: fc.integer({ min: 1, max: 47 }),
	kind: fc.constantFrom("A", "N", "R", "V"),
	family: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
	given: fc.string({ unit: "grapheme", maxLength: 8 }),
	birth: fc.constantFrom("1990-02-03", "2000-02-29", "1931", "1955-12"),
	index: fc.integer({ min: 0, max: BLOCK_COUNT - 1 }),
	embed: fc.boolean(),
});

describe("issueAttestation", () => {
	it("makes what verifyPass accepts, and verifyPass gives back what went in", async () => {
		await fc.assert(
			fc.asyncProperty(anyClaims, async ({ ahead, sampledBefore, hours, kind, family, given, birth, index, embed }) => {
				const names = [family, given].map((name) => name.normalize("NFC"));
				fc.pre(names.every((name) => [...name].length <= 40));
				const iat = NOW + ahead;
				const vaccination = kind === "V" ? { d: [2, 2] as const, p: "EU/1/20/1528" } : {};
				const claims = {
					...{ iat, exp: iat + hours * HOUR, k: kind, t: iat - sampledBefore },
					...{ n: [family, given], b: birth, s: BLOCK_FIRST + index, ...vaccination },
				} as AttestationClaims;
				const text = await issuedText(claims, { delegation: DELEGATION, signer, embed });
				const verdict = await verifyPass(text, trust, { now: iat, policy: "none" });
				expect(verdict.reason).toBeNull();
				if (verdict.outcome !== "accepted") return;
				expect(verdict.pass.person).toEqual({ family: names[0], given: names[1], birth });
				expect(verdict.pass.id).toBe(`Dq3x.${claims.s}`);
				expect(verdict.pass.expires).toBe(claims.exp);
			}),
			{ numRuns: 60 },
		);
	});

	it("writes the claims in wire order, and the delegation back to what was signed", async () => {
		const decoded = decodeAttestation(await issue({ p: "1232" }, true));
		if (decoded.outcome === "refused" || !decoded.attestation.delegation) throw new Error("does not decode");
		expect(fromUtf8(decoded.attestation.payload)).toBe(JSON.stringify({ ...CLAIMS, p: "1232" }));
		const restored = restoreDelegation(decoded.attestation.delegation);
		expect(fromUtf8(restored.payload)).toBe(JSON.stringify(delegationClaims()));
	});

	it("brings names to NFC", async () => {
		const text = await issue({ n: ["ESSAI", "Aime\u0301e"] });
		const verdict = await verifyPass(text, trust, { now: NOW });
		expect(verdict.outcome === "accepted" && verdict.pass.person.given).toBe("Aimée");
	});

	it("fits a QR code of version 25 at level M with its delegation embedded", async () => {
		// ISO/IEC 18004 table 7: 1451 alphanumeric characters.
		const text = await issue({ n: ["É".repeat(40), "É".repeat(40)], p: "EU/1/20/1528" }, true);
		expect(text.length).toBeLessThanOrEqual(1451);
	});

	it.each([
		["attestation_malformed", { n: ["", ""] }],
		["attestation_malformed", { b: "1990-02-30" }],
		["attestation_malformed", { k: "V" }],
		["attestation_malformed", { exp: NOW }],
		["time_too_long", { exp: NOW - HOUR + 72 * HOUR + 1 }],
		["issuer_expired", { iat: NOW + 21 * DAY, t: NOW + 21 * DAY, exp: NOW + 22 * DAY }],
		["index_out_of_block", { s: BLOCK_FIRST + BLOCK_COUNT }],
	] as const)("refuses what every verifier would: %s", async (reason, claims) => {
		expect(await refusal(claims as Partial<AttestationClaims>)).toBe(reason);
	});

	it("refuses a kind that is not delegated, another device's delegation, and what is no delegation", async () => {
		expect(await refusal({}, false, delegationJwt({ k: "V" }))).toBe("kind_not_delegated");
		expect(await refusal({}, false, delegationJwt({}, { device: OTHER_DEVICE }))).toBe("signer_mismatch");
		expect(await refusal({}, false, "a.b.c")).toBe("delegation_malformed");
		expect(await refusal({}, false, delegationJwt({ max: "72" }))).toBe("delegation_malformed");
	});
});
