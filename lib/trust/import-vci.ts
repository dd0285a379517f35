/**
 * The VCI directory's snapshot of SMART Health Card issuers: `{issuerInfo: [{issuer: {iss, name}, keys: [JWK], crls?}]}`.
 * Whether the snapshot is the directory's own is decided before, by its detached signature.
 */
import { z } from "zod";
import { base64, concat, fromBase64url } from "@/lib/shared/bytes";
import { collectKeys, type ImportedKeys, listedKey } from "./import-keys";

const issuerInfo = z.object({
	issuer: z.object({
		/** "SHALL use the https scheme". */
		iss: z.string().regex(/^https:\/\//),
		name: z.string().max(200).nullish(),
	}),
	keys: z.array(z.unknown()).nullish(),
	crls: z.array(z.unknown()).nullish(),
});

const jwk = z.object({
	kty: z.literal("EC"),
	crv: z.literal("P-256"),
	kid: z.string(),
	x: z.string(),
	y: z.string(),
});

const snapshot = z.object({ issuerInfo: z.array(z.unknown()) });

/** DER of a P-256 SubjectPublicKeyInfo up to the point (RFC 5480 §2). */
const P256_SPKI_HEAD = new Uint8Array([
	0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
	0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
]);

export type ImportedVci = ImportedKeys & {
	/** Revocation lists by issuer, as the verifier bundle holds them (spec §7 `crls`). */
	readonly crls: Readonly<Record<string, readonly unknown[]>>;
};

/** One key of one issuer; without issuer where that could not be read. */
type SnapshotEntry = { readonly issuer: z.infer<typeof issuerInfo> | undefined; readonly key: unknown };

/** Undefined for a file that is no snapshot. */
export function importVciSnapshot(file: unknown): ImportedVci | undefined {
	const parsed = snapshot.safeParse(file);
	if (!parsed.success) return undefined;
	const entries = parsed.data.issuerInfo.flatMap((info): readonly SnapshotEntry[] => {
		const issuer = issuerInfo.safeParse(info).data;
		return issuer ? (issuer.keys ?? []).map((key) => ({ issuer, key })) : [{ issuer: undefined, key: undefined }];
	});
	const imported = collectKeys(
		entries,
		({ issuer }, place) => issuer?.issuer.iss ?? `entry ${place + 1}`,
		({ issuer, key }) => {
			const { data } = jwk.safeParse(key);
			if (!issuer || !data) return "entry_malformed";
			const [x, y] = [coordinate(data.x), coordinate(data.y)];
			if (!x || !y) return "key_unsupported";
			const { iss, name } = issuer.issuer;
			return listedKey({
				use: "shc",
				kid: data.kid,
				iss,
				spki: base64(concat(P256_SPKI_HEAD, x, y)),
				name: name ?? undefined,
			});
		},
	);
	return { ...imported, crls: collectRevocationLists(parsed.data.issuerInfo) };
}

/** 32 bytes (RFC 7518 §6.2.1.2). Two issuers of the directory drop a leading zero; their cards are genuine. */
function coordinate(text: string): Uint8Array | undefined {
	const bytes = fromBase64url(text);
	return bytes && bytes.length > 0 && bytes.length <= 32 ? concat(new Uint8Array(32 - bytes.length), bytes) : undefined;
}

function collectRevocationLists(infos: readonly unknown[]): Record<string, readonly unknown[]> {
	const lists = new Map<string, readonly unknown[]>();
	for (const info of infos) {
		const { data } = issuerInfo.safeParse(info);
		if (!data?.crls?.length) continue;
		lists.set(data.issuer.iss, [...(lists.get(data.issuer.iss) ?? []), ...data.crls]);
	}
	return Object.fromEntries(lists);
}
