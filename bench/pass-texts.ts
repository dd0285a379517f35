/**
 * Genuine passes of every format for invented people, each signed by another key, so that nothing but imported keys can
 * be remembered from one to the next. The signatures come out the same every time.
 */
import { deflateRawSync } from "node:zlib";
import { encodeHc1 } from "@/lib/formats/hc1/encode-hc1";
import { encodeDigits } from "@/lib/formats/shc/numeric";
import { base32 } from "@/lib/formats/twoddoc/base32";
import { fromBase64, utf8 } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { attest, BLOCK_FIRST, delegationJwt, NOW } from "../tests/support/authority";
import { sign, signJwt, testKey } from "../tests/support/deterministic-key";
import { immunization, labResult, PATIENT, shcClaims } from "../tests/support/issue-shc";
import { testFields, vaccinationFields } from "../tests/support/issue-twoddoc";
import type { Signer } from "./listed-keys";

/** 2000-01-01 to NOW's day, 2021-08-13, in the header's hexadecimal. */
const DAY_SIGNED = "1ED7";

/** Every text is of another device under its own embedded delegation. */
export function relaisTexts(count: number): string[] {
	return Array.from({ length: count }, (_, i) => {
		const device = testKey(`bench device ${i}`);
		const embed = delegationJwt({ jti: `B${i}` }, { device });
		return attest({ s: BLOCK_FIRST + i, p: "1232" }, { device, embed });
	});
}

/** A third each of vaccination, test and recovery. */
export function hc1Texts(signers: readonly Signer[]): Promise<string[]> {
	const issued = { tg: "840539006", co: "FR", is: "Relais" };
	const vaccine = { vp: "1119349007", mp: "EU/1/20/1528", ma: "ORG-100030215", dn: 2, sd: 2, dt: "2021-07-01" };
	const test = { tt: "LP217198-3", ma: "1232", sc: "2021-08-13T10:00:00Z", tr: "260415000", tc: "Essai" };
	const recovery = { fr: "2021-06-01", df: "2021-06-12", du: "2021-12-01" };
	const base = {
		ver: "1.3.0",
		nam: { fn: "Essai", fnt: "ESSAI", gn: "Camille Aimée", gnt: "CAMILLE<AIMEE" },
		dob: "1990-02-03",
	};
	return Promise.all(
		signers.map(({ key, entry }, i) => {
			const ci = `URN:UVCI:01:FR:BENCH${String(i).padStart(9, "0")}#K`;
			const proofs = [
				{ v: [{ ...issued, ...vaccine, ci }] },
				{ t: [{ ...issued, ...test, ci }] },
				{ r: [{ ...issued, ...recovery, ci }] },
			];
			const kid = fromBase64(entry.kid) ?? new Uint8Array();
			const claims = { issuer: "FR", iat: NOW - 20 * DAY, exp: NOW + 200 * DAY };
			return encodeHc1(
				{ ...claims, dcc: { ...base, ...proofs[i % 3] } },
				{ kid, sign: async (bytes) => sign(key, bytes) },
			);
		}),
	);
}

/** Two thirds vaccinations of two doses, a third tests. */
export function shcTexts(signers: readonly Signer[]): string[] {
	const doses = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];
	const test = [PATIENT, labResult("94558-4", "260415000", "2021-08-13T10:00:00Z")];
	return signers.map(({ key, entry: { kid, iss = "" } }, i) => {
		const claims = shcClaims({ iss }, i % 3 === 0 ? test : doses, { nbf: NOW - 20 * DAY });
		const jws = signJwt(key, { zip: "DEF", alg: "ES256", kid }, deflateRawSync(JSON.stringify(claims)));
		return `shc:/${encodeDigits(jws)}`;
	});
}

/** Tests and vaccinations in turn. */
export function twoddocTexts(signers: readonly Signer[]): string[] {
	return signers.map(({ key, entry: { kid } }, i) => {
		const [type, fields] = i % 2 === 0 ? ["B2", testFields()] : ["L1", vaccinationFields()];
		const content = `DC04${kid}${DAY_SIGNED}${DAY_SIGNED}${type}01FR${fields}`;
		return `${content}\u001f${base32(sign(key, utf8(content)))}`;
	});
}
