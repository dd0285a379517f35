/**
 * 2D-DOC certificates, in one of two shapes: an array of `{kid, certificate | spki, kinds?, name?, notBefore?, notAfter?}`,
 * or an object from key id (certification authority and certificate, 8 characters; also nested as authority →
 * certificate) to a certificate or public key. Certificates and keys are base64 DER or PEM.
 *
 * One certificate signs one publisher's documents of one type (ANTS specification 3.2.6): a list that says which
 * (`kinds`) binds the key to it (V-5).
 */
import { z } from "zod";
import { instantOf } from "@/lib/shared/instant";
import { collectKeys, type ImportedKeys, listedKey, type SkipReason } from "./import-keys";
import type { ListedKey } from "./trust-list";

/** What the platform reads out of base64 DER; times are NumericDate. Undefined: neither certificate nor key. */
type ReadCertificate = (base64Der: string) => CertifiedKey | undefined;
export type CertifiedKey = {
	readonly spki: string;
	readonly nbf?: number | undefined;
	readonly exp?: number | undefined;
	readonly name?: string | undefined;
};

export type TwoddocImportOptions = {
	readonly readCertificate: ReadCertificate;
	/** Lists test keys too: never in production. */
	readonly testKeys: boolean;
};

const entry = z.object({
	kid: z.string(),
	certificate: z.string().nullish(),
	spki: z.string().nullish(),
	kinds: z.array(z.string().regex(/^[0-9A-Z]{2}$/)).nullish(),
	name: z.string().max(200).nullish(),
	notBefore: z.string().nullish(),
	notAfter: z.string().nullish(),
});
type Entry = z.infer<typeof entry>;

const KEY_ID = /^[0-9A-Z]{8}$/;

/** Undefined for a file of neither shape. */
export function importTwoddocCertificates(file: unknown, options: TwoddocImportOptions): ImportedKeys | undefined {
	const entries = Array.isArray(file) ? file : flatten(file);
	return (
		entries &&
		collectKeys(
			entries,
			(candidate, place) => subjectOf(candidate) ?? `entry ${place + 1}`,
			(candidate) => readEntry(candidate, options),
		)
	);
}

/** Authorities that end in 00, certificates 0000, and TEST. */
export function isTwoddocTestKey(keyId: string): boolean {
	const [authority, certificate] = [keyId.slice(0, 4), keyId.slice(4)];
	return authority.endsWith("00") || certificate === "0000" || [authority, certificate].includes("TEST");
}

function readEntry(candidate: unknown, { readCertificate, testKeys }: TwoddocImportOptions): ListedKey | SkipReason {
	const { data } = entry.safeParse(candidate);
	if (!data || !KEY_ID.test(data.kid)) return "entry_malformed";
	if (!testKeys && isTwoddocTestKey(data.kid)) return "test_key";
	const given = data.certificate ?? data.spki;
	const certified = given ? readCertificate(given.replace(/-----[^-]+-----|\s/g, "")) : undefined;
	if (!certified) return "key_unsupported";
	const [nbf, exp] = [timeOf(data.notBefore, certified.nbf), timeOf(data.notAfter, certified.exp)];
	return listedKey({
		use: "2ddoc",
		kid: data.kid,
		country: "FR",
		spki: certified.spki,
		kinds: data.kinds ?? undefined,
		nbf,
		exp,
		name: data.name ?? certified.name,
	});
}

function timeOf(text: string | null | undefined, certified: number | undefined): number | undefined {
	return (text ? instantOf(text) : undefined) ?? certified;
}

/** `{"FR03AHP1": …}` or `{"FR03": {"AHP1": …}}`. */
function flatten(file: unknown): readonly unknown[] | undefined {
	const map = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).safeParse(file).data;
	return (
		map &&
		Object.entries(map).flatMap(([id, value]): readonly Partial<Entry>[] =>
			typeof value === "string"
				? [{ kid: id, certificate: value }]
				: Object.entries(value).map(([certificate, der]) => ({ kid: id + certificate, certificate: der })),
		)
	);
}

function subjectOf(candidate: unknown): string | undefined {
	return z.object({ kid: z.string().max(24) }).safeParse(candidate).data?.kid;
}
