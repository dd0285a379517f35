import "server-only";
import { createPublicKey, X509Certificate } from "node:crypto";
import type { CertifiedKey } from "@/lib/trust/import-twoddoc";

/** A base64 DER certificate, else a bare public key. Says nothing about who issued it. */
export function readCertificate(base64Der: string): CertifiedKey | undefined {
	const der = Buffer.from(base64Der, "base64");
	return readX509(der) ?? readSpki(der);
}

function readX509(der: Buffer): CertifiedKey | undefined {
	try {
		const { publicKey, validFrom, validTo, subject } = new X509Certificate(der);
		return {
			spki: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
			nbf: Math.floor(Date.parse(validFrom) / 1_000),
			exp: Math.floor(Date.parse(validTo) / 1_000),
			name: /^O=(.+)$/m.exec(subject)?.[1],
		};
	} catch {
		return undefined; // OpenSSL throws for what is no certificate
	}
}

function readSpki(der: Buffer): CertifiedKey | undefined {
	try {
		const spki = createPublicKey({ key: der, type: "spki", format: "der" }).export({ type: "spki", format: "der" });
		return { spki: spki.toString("base64") };
	} catch {
		return undefined; // nor a public key
	}
}
