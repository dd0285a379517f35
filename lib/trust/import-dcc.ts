/**
 * National lists of DCC signers, as a JSON array of `{kid, country, spki, notBefore, notAfter, eku}` (the shape in
 * which the published lists circulate: one entry for each document signer certificate).
 */
import { z } from "zod";
import { fromBase64 } from "@/lib/shared/bytes";
import { COUNTRY_CODE } from "@/lib/shared/country-code";
import { instantOf } from "@/lib/shared/instant";
import { collectKeys, type KeyListReader, listedKey } from "./import-keys";

const signer = z.object({
	/** First 8 bytes of the certificate's SHA-256, standard base64. */
	kid: z.string(),
	country: z.string().regex(COUNTRY_CODE),
	spki: z.string(),
	notBefore: z.string().nullish(),
	notAfter: z.string().nullish(),
	eku: z.array(z.string()).nullish(),
});

/**
 * Extended key usage of document signers (eHealth Network, "DCC interoperability guidelines"): test, vaccination,
 * recovery, with and without the 0 that many certificates carry. A certificate with none of them may sign all kinds.
 */
const KINDS: ReadonlyMap<string, string> = new Map([
	["1.3.6.1.4.1.1847.2021.1.1", "t"],
	["1.3.6.1.4.1.1847.2021.1.2", "v"],
	["1.3.6.1.4.1.1847.2021.1.3", "r"],
	["1.3.6.1.4.1.0.1847.2021.1.1", "t"],
	["1.3.6.1.4.1.0.1847.2021.1.2", "v"],
	["1.3.6.1.4.1.0.1847.2021.1.3", "r"],
]);

export const importDccSigners: KeyListReader = (file) => {
	if (!Array.isArray(file)) return undefined;
	return collectKeys(file, subjectOf, (entry) => {
		const { data } = signer.safeParse(entry);
		if (!data || fromBase64(data.kid)?.length !== 8) return "entry_malformed";
		const [nbf, exp] = [readTime(data.notBefore), readTime(data.notAfter)];
		if (nbf === "unreadable" || exp === "unreadable") return "entry_malformed";
		const kinds = kindsOf(data.eku ?? []);
		return listedKey({ use: "dcc", kid: data.kid, country: data.country, spki: data.spki, kinds, nbf, exp });
	});
};

/** What a signer certificate's extended key usage lets it sign; undefined: everything (V-5). */
function kindsOf(extendedKeyUsage: readonly string[]): string[] | undefined {
	const kinds = new Set(extendedKeyUsage.flatMap((oid) => KINDS.get(oid) ?? []));
	return kinds.size === 0 ? undefined : ["t", "v", "r"].filter((kind) => kinds.has(kind));
}

function readTime(text: string | null | undefined): number | undefined | "unreadable" {
	return text === null || text === undefined ? undefined : (instantOf(text) ?? "unreadable");
}

function subjectOf(entry: unknown, place: number): string {
	const kid = z.object({ kid: z.string().max(24) }).safeParse(entry).data?.kid;
	return kid ?? `entry ${place + 1}`;
}
