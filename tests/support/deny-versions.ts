/** Deny files with their digests, and what leads from one to another. */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, utf8 } from "@/lib/shared/bytes";
import { type DenyVersion, encodeDenyDelta } from "@/lib/trust/deny-delta";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";

export function sha256Of(data: Uint8Array): Bytes {
	return new Uint8Array(sha256(data));
}

export function denyVersionOf(file: Bytes): DenyVersion {
	return { file, sha256: sha256Of(file) };
}

export function denyVersion(...ids: readonly string[]): DenyVersion {
	return denyVersionOf(buildDenyFile(ids.map(denyPrefix)));
}

/** A file of the earlier form: sorted prefixes of 8 bytes, as they were published. */
export function plainDenyFile(ids: readonly string[]): Bytes {
	const prefixes = new Set(ids.map((id) => Buffer.from(sha256(utf8(id)).subarray(0, 8)).toString("hex")));
	return concat(...[...prefixes].sort().map((prefix) => Buffer.from(prefix, "hex")));
}

export function denyDelta(earlier: DenyVersion, later: DenyVersion): Bytes {
	const delta = encodeDenyDelta(earlier, later);
	if (!delta) throw new Error("one of the two is no deny file");
	return delta;
}
