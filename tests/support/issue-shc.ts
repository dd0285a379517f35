// Issues SMART Health Cards with keys made on the spot, so that tests need no published vectors.
import { deflateRawSync } from "node:zlib";
import { CompactSign, calculateJwkThumbprint, exportJWK, exportSPKI, generateKeyPair } from "jose";
import { encodeDigits } from "@/lib/formats/shc/numeric";

export type ShcIssuer = {
	readonly iss: string;
	readonly kid: string;
	readonly publicKey: CryptoKey;
	readonly privateKey: CryptoKey;
	/** base64 DER. */
	readonly spki: string;
};

export async function makeShcIssuer(iss = "https://issuer.example/creds"): Promise<ShcIssuer> {
	const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
	const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
	const spki = (await exportSPKI(publicKey)).replace(/-----[^-]+-----|\s/g, "");
	return { iss, kid, publicKey, privateKey, spki };
}

/** A compact JWS over `payload` as it is; header members and the deflated bytes can be replaced. */
export async function signShc(
	issuer: ShcIssuer,
	payload: unknown,
	change: { readonly header?: Record<string, unknown>; readonly deflated?: Uint8Array } = {},
): Promise<string> {
	const deflated = change.deflated ?? deflateRawSync(JSON.stringify(payload));
	const header = { zip: "DEF", alg: "ES256", kid: issuer.kid, ...change.header };
	const { crit = [] } = header as { readonly crit?: readonly string[] };
	const understood = Object.fromEntries(crit.filter((name) => name !== "b64").map((name) => [name, true]));
	return new CompactSign(deflated)
		.setProtectedHeader(header as { alg: string })
		.sign(issuer.privateKey, { crit: understood });
}

/** Claims of a card for an invented person. */
export function shcClaims(
	issuer: Pick<ShcIssuer, "iss">,
	resources: readonly unknown[],
	change: Record<string, unknown> = {},
) {
	const { rid, ...claims } = change;
	return {
		iss: issuer.iss,
		nbf: 1_628_000_000.25,
		...claims,
		vc: {
			type: ["https://smarthealth.cards#health-card"],
			credentialSubject: { fhirVersion: "4.0.1", fhirBundle: bundle(resources) },
			...(rid === undefined ? {} : { rid }),
		},
	};
}

export const PATIENT = {
	resourceType: "Patient",
	name: [{ family: "Essai", given: ["Camille", "Aimée"] }],
	birthDate: "1990-02-03",
};

export function immunization(code: string, day: string, change: Record<string, unknown> = {}) {
	return {
		resourceType: "Immunization",
		status: "completed",
		vaccineCode: { coding: [{ system: "http://hl7.org/fhir/sid/cvx", code }] },
		patient: { reference: "resource:0" },
		occurrenceDateTime: day,
		...change,
	};
}

export function labResult(loinc: string, snomed: string, at: string, change: Record<string, unknown> = {}) {
	return {
		resourceType: "Observation",
		status: "final",
		code: { coding: [{ system: "http://loinc.org", code: loinc }] },
		subject: { reference: "resource:0" },
		effectiveDateTime: at,
		valueCodeableConcept: { coding: [{ system: "http://snomed.info/sct", code: snomed }] },
		...change,
	};
}

/** The QR text of a JWS, or its texts when cut into `parts`. */
export function toQr(jws: string, parts = 1): string[] {
	if (parts === 1) return [`shc:/${encodeDigits(jws)}`];
	const size = Math.ceil(jws.length / parts);
	return Array.from(
		{ length: parts },
		(_, i) => `shc:/${i + 1}/${parts}/${encodeDigits(jws.slice(i * size, (i + 1) * size))}`,
	);
}

function bundle(resources: readonly unknown[]) {
	const entry = resources.map((resource, i) => ({ fullUrl: `resource:${i}`, resource }));
	return { resourceType: "Bundle", type: "collection", entry };
}
