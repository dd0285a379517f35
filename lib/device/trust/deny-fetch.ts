import "client-only";
import { type Bytes, equalBytes } from "@/lib/shared/bytes";
import { applyDenyDelta, type DenyVersion, denyDeltaTarget } from "@/lib/trust/deny-delta";
import { digestNamed } from "@/lib/trust/deny-file";
import type { TrustList } from "@/lib/trust/trust-list";
import type { TrustFileRow } from "../store/database";
import { TRUST_FILES } from "./bundle-cache";
import { type FetchedFile, fetchTrustFile, readBytes } from "./trust-fetch";

/**
 * The deny file that a list names, from the cached version where deltas lead on from it, else whole. A delta is not
 * trusted: what it makes has to have the digest that the signed list names.
 */

/** A device that missed more versions fetches the file. */
const MOST_DELTAS = 32;

export async function fetchDenyFile(
	deny: NonNullable<TrustList["deny"]>,
	cached: TrustFileRow | undefined,
): Promise<FetchedFile> {
	const url = new URL(deny.uri, globalThis.location.origin);
	const wanted = digestNamed(deny.sha256);
	if (cached?.bytes && wanted) {
		const version = { file: cached.bytes, sha256: await digest(cached.bytes) };
		if (equalBytes(version.sha256, wanted)) return { state: "unchanged", row: cached };
		const made = await followDeltas(version, wanted, url);
		if (made) return { state: "fetched", row: { name: TRUST_FILES.deny, etag: null, text: "", bytes: made } };
	}
	// The cached version's tag would only tell that another file is another file.
	return fetchTrustFile({ name: TRUST_FILES.deny, url, cached: undefined }, readBytes);
}

/** Undefined where a delta is missing, does not fit, or the way is longer than the file. */
async function followDeltas(from: DenyVersion, wanted: Uint8Array, denyUrl: URL): Promise<Bytes | undefined> {
	let version = from;
	let fetched = 0;
	for (let i = 0; i < MOST_DELTAS && fetched <= from.file.length; i++) {
		const delta = await fetchDelta(version, denyUrl);
		const expected = delta && denyDeltaTarget(delta);
		if (!delta || !expected) return undefined;
		fetched += delta.length;
		const applied = await applyDenyDelta(delta, version, { expected, digest });
		if (!("file" in applied)) return undefined;
		if (equalBytes(expected, wanted)) return applied.file;
		version = { file: applied.file, sha256: expected };
	}
	return undefined;
}

/** It lies beside the file, under the digest of the version that it leads on from. */
async function fetchDelta({ sha256 }: DenyVersion, denyUrl: URL) {
	const name = `${Array.from(sha256, (byte) => byte.toString(16).padStart(2, "0")).join("")}.delta`;
	const fetched = await fetchTrustFile({ name, url: new URL(name, denyUrl), cached: undefined }, readBytes);
	return fetched.state === "fetched" ? fetched.row.bytes : undefined;
}

async function digest(data: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
