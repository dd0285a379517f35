/** What becomes of a signed card with these FHIR resources. */
import { decodeShc } from "@/lib/formats/shc/decode-shc";
import { projectShc } from "@/lib/formats/shc/project-shc";
import { makeShcIssuer, shcClaims, signShc } from "./issue-shc";

export const FROM = { co: "US", is: "https://issuer.example/creds", ci: "shc:test" };
const issuer = makeShcIssuer();

async function signedCard(resources: readonly unknown[]): Promise<string> {
	return signShc(await issuer, shcClaims(await issuer, resources));
}

export async function project(...resources: readonly unknown[]) {
	const result = decodeShc(await signedCard(resources));
	if (result.outcome !== "decoded") throw new Error(result.detail);
	const projected = projectShc(result.card, FROM);
	if (projected.outcome !== "projected" || projected.readings.length > 1) return projected;
	const { outcome, readings, person } = projected;
	return { outcome, dcc: readings[0], person };
}

/** The dates that a card's proof may have. */
export async function datesOf(...resources: readonly unknown[]) {
	const result = decodeShc(await signedCard(resources));
	if (result.outcome !== "decoded") throw new Error(result.detail);
	const projected = projectShc(result.card, FROM);
	if (projected.outcome !== "projected") return projected;
	return projected.readings.map(({ v, t }) => (v ? `${v[0]?.dt} ${v[0]?.dn}/${v[0]?.sd}` : t?.[0]?.sc));
}
