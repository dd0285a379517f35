/**
 * Files that a signed list names by their digest: they need no signature of their own, and no other file is taken.
 */
import { type Bytes, equalBytes, utf8 } from "@/lib/shared/bytes";
import { applyDenyDelta, type DenyVersion, denyDeltaTarget } from "./deny-delta";
import { digestNamed } from "./deny-file";
import { type FetchedFile, type FetchPort, fetchFile } from "./fetch-file";
import { TRUST_FILES, type TrustFile } from "./trust-file";
import type { TrustList } from "./trust-list";

export type NamedFilePorts = { readonly fetch: FetchPort; readonly subtle: SubtleCrypto };

/** The revocation lists of health cards; until the very file that is named is there, the cached one stays in use. */
export async function fetchCardRevocations(
	named: NonNullable<TrustList["crls"]>,
	cached: TrustFile | undefined,
	{ fetch, subtle }: NamedFilePorts,
): Promise<FetchedFile> {
	const isNamed = async ({ text }: TrustFile) => {
		const wanted = digestNamed(named.sha256);
		return wanted !== undefined && equalBytes(await digest(utf8(text), subtle), wanted);
	};
	if (cached && (await isNamed(cached))) return { state: "unchanged", file: cached };
	const fetched = await fetchFile({ name: TRUST_FILES.cardRevocations, uri: named.uri, cached: undefined }, fetch);
	if (!("file" in fetched)) return fetched;
	return (await isNamed(fetched.file)) ? fetched : { state: "unreachable" };
}

/** A device that missed more versions fetches the file. */
const MOST_DELTAS = 32;

/**
 * The deny file, from the cached version where deltas lead on from it, else whole. What the deltas make has to have the
 * digest that the list names; a whole file is compared with it when the bundle is opened.
 */
export async function fetchDenyFile(
	deny: NonNullable<TrustList["deny"]>,
	cached: TrustFile | undefined,
	ports: NamedFilePorts,
): Promise<FetchedFile> {
	const wanted = digestNamed(deny.sha256);
	if (cached?.bytes && wanted) {
		const version = { file: cached.bytes, sha256: await digest(cached.bytes, ports.subtle) };
		if (equalBytes(version.sha256, wanted)) return { state: "unchanged", file: cached };
		const made = await followDeltas(version, { wanted, denyUri: deny.uri }, ports);
		if (made) return { state: "fetched", file: { name: TRUST_FILES.deny, etag: null, text: "", bytes: made } };
	}
	// The cached version's tag would only tell that another file is another file.
	return fetchFile({ name: TRUST_FILES.deny, uri: deny.uri, cached: undefined, content: "bytes" }, ports.fetch);
}

/** Undefined where a delta is missing, does not fit, or the way is longer than the file. */
async function followDeltas(
	from: DenyVersion,
	{ wanted, denyUri }: { readonly wanted: Uint8Array; readonly denyUri: string },
	ports: NamedFilePorts,
): Promise<Bytes | undefined> {
	let version = from;
	let fetched = 0;
	for (let i = 0; i < MOST_DELTAS && fetched <= from.file.length; i++) {
		const delta = await fetchDelta(version, denyUri, ports.fetch);
		const expected = delta && denyDeltaTarget(delta);
		if (!delta || !expected) return undefined;
		fetched += delta.length;
		const applied = await applyDenyDelta(delta, version, { expected, digest: (data) => digest(data, ports.subtle) });
		if (!("file" in applied)) return undefined;
		if (equalBytes(expected, wanted)) return applied.file;
		version = { file: applied.file, sha256: expected };
	}
	return undefined;
}

/** It lies beside the file, under the digest of the version that it leads on from. */
async function fetchDelta({ sha256 }: DenyVersion, denyUri: string, fetch: FetchPort): Promise<Bytes | undefined> {
	const name = `${Array.from(sha256, (byte) => byte.toString(16).padStart(2, "0")).join("")}.delta`;
	const uri = denyUri.replace(/[?#].*$/, "").replace(/[^/]*$/, name);
	const answer = await fetch({ uri, etag: null, content: "bytes" });
	return answer.state === "fetched" ? answer.bytes : undefined;
}

async function digest(data: Bytes, subtle: SubtleCrypto): Promise<Bytes> {
	return new Uint8Array(await subtle.digest("SHA-256", data));
}
