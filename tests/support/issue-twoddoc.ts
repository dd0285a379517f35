// Writes 2D-DOC texts with keys made on the spot, so that tests need no published vectors.
import { base32 } from "@/lib/formats/twoddoc/base32";
import { utf8 } from "@/lib/shared/bytes";

export type TwoddocIssuer = { readonly keys: CryptoKeyPair; readonly hash: string; readonly spki: string };

const HASHES = { "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" } as const;

export async function makeTwoddocIssuer(namedCurve: keyof typeof HASHES = "P-256"): Promise<TwoddocIssuer> {
	const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]);
	const spki = Buffer.from(await crypto.subtle.exportKey("spki", keys.publicKey)).toString("base64");
	return { keys, hash: HASHES[namedCurve], spki };
}

/** Signs header and message as they are and appends US, the signature and, when given, GS and the annex. */
export async function issueTwoddoc(issuer: TwoddocIssuer, content: string, annex?: string): Promise<string> {
	const algorithm = { name: "ECDSA", hash: issuer.hash };
	const signature = await crypto.subtle.sign(algorithm, issuer.keys.privateKey, utf8(content));
	return `${content}\u001f${base32(new Uint8Array(signature))}${annex === undefined ? "" : `\u001d${annex}`}`;
}

/** Invented people only. Fields in the order of the specification; `change` replaces, adds or (undefined) drops one. */
export function testFields(change: Record<string, string | undefined> = {}): string {
	return fields({
		F0: "CAMILLE/AIMEE\u001d",
		F1: "ESSAI\u001d",
		F2: "03021990",
		F3: "F",
		F4: "945584\u001d",
		F5: "N",
		F6: "130820211640",
		...change,
	});
}

export function vaccinationFields(change: Record<string, string | undefined> = {}): string {
	return fields({
		L0: "ESSAI\u001d",
		L1: "CAMILLE AIMEE\u001d",
		L2: "03021990",
		L3: "COVID-19\u001d",
		L4: "J07BX03\u001d",
		L5: "COMIRNATY PFIZER/BIONTECH\u001d",
		L6: "COMIRNATY PFIZER/BIONTECH\u001d",
		L7: "2",
		L8: "2",
		L9: "01072021",
		LA: "TE",
		...change,
	});
}

/** Version 04, certificate `XX01 0001`, issued and signed on 2021-08-13 unless told otherwise. */
export function header04(documentType: string, { signed = "1ED7", perimeter = "01" } = {}): string {
	return `DC04XX0100011ED7${signed}${documentType}${perimeter}FR`;
}

function fields(values: Record<string, string | undefined>): string {
	return Object.entries(values)
		.map(([id, value]) => (value === undefined ? "" : id + value))
		.join("");
}
