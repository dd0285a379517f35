/**
 * An attestation as an EU DCC payload (spec V-2, P-5), so that one rule set judges all formats; also the content of
 * the durable pass that the authority issues for the record. Checks nothing.
 */
import {
	ANTIGEN,
	COMIRNATY,
	COVID_19,
	JANSSEN,
	NAAT,
	SPIKEVAX,
	TEST_RESULT,
	UNKNOWN,
	UNKNOWN_VACCINE,
	VAXZEVRIA,
	type VaccineProduct,
} from "@/lib/formats/dcc-codes";
import type { DccPayload, DccTest } from "@/lib/formats/hc1/dcc-payload";
import { mrzName } from "@/lib/formats/mrz-name";
import { assertNever } from "@/lib/shared/assert-never";
import { formatCivilDay } from "@/lib/shared/civil-day";
import { isoUtc, writableTime } from "@/lib/shared/instant";
import { parisDay } from "@/lib/shared/paris-time";
import type { AttestationClaims } from "./attestation-claims";

export type CertificateNaming = {
	/** Unique certificate identifier: `<jti>.<s>` of the attestation, or the UVCI of the pass. */
	readonly ci: string;
	/** Certificate issuer, at most 80 characters. */
	readonly is: string;
};

const COUNTRY = "FR";
/** Products whose other codes are known here; a rule judges the product code alone. */
const VACCINES: readonly VaccineProduct[] = [COMIRNATY, SPIKEVAX, VAXZEVRIA, JANSSEN];

export function projectAttestation(claims: AttestationClaims, naming: CertificateNaming): DccPayload {
	const [family, given] = claims.n;
	const fnt = mrzName(family);
	const nam = { fn: family, fnt, ...(given === "" ? {} : { gn: given, gnt: mrzName(given) }) };
	return { ver: "1.3.0", nam, dob: claims.b, ...entry(claims, naming) };
}

function entry(claims: AttestationClaims, naming: CertificateNaming): Pick<DccPayload, "t" | "v"> {
	switch (claims.k) {
		case "A":
			return { t: [testEntry(claims, naming, { tt: ANTIGEN, tr: TEST_RESULT.notDetected })] };
		case "N":
			return { t: [testEntry(claims, naming, { tt: NAAT, tr: TEST_RESULT.notDetected })] };
		case "R":
			return { t: [testEntry(claims, naming, { tt: NAAT, tr: TEST_RESULT.detected })] };
		case "V": {
			// An injection's day is the day on the wall where it was given (docs/spec.md "Clarifications").
			const mp = claims.p ?? UNKNOWN;
			const { vp, ma } = VACCINES.find((vaccine) => vaccine.mp === mp) ?? UNKNOWN_VACCINE;
			const [dn, sd] = claims.d ?? [0, 0];
			return {
				v: [
					{
						tg: COVID_19,
						vp,
						mp,
						ma,
						dn,
						sd,
						dt: formatCivilDay(parisDay(writableTime(claims.t))),
						co: COUNTRY,
						...naming,
					},
				],
			};
		}
		default:
			return assertNever(claims.k);
	}
}

/** `ma` is a list of antigen test devices; a NAAT has a name instead, which an attestation does not carry. */
function testEntry(
	{ k, t, p }: AttestationClaims,
	naming: CertificateNaming,
	{ tt, tr }: Pick<DccTest, "tt" | "tr">,
): DccTest {
	const device = k === "A" && p !== undefined ? { ma: p } : {};
	return { tg: COVID_19, tt, ...device, sc: isoUtc(t), tr, co: COUNTRY, ...naming };
}
