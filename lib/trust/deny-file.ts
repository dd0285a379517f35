/**
 * The deny file of a bundle, when it is the very one that the signed list names (spec §4). Searched by ./deny-list.
 */
import { type Bytes, base64, base64url, fromBase64 } from "@/lib/shared/bytes";
import { isDenyFile, PREFIX_LENGTH } from "./deny-list";
import type { TrustList } from "./trust-list";

/** A file of any content, with its SHA-256. */
export type DigestedFile = { readonly bytes: Bytes; readonly digest: Bytes };

/** `content` is base64 or the bytes; undefined for a text that is no base64. The platform hashes beside other work. */
export async function digestFile(content: string | Bytes, subtle: SubtleCrypto): Promise<DigestedFile | undefined> {
	const bytes = typeof content === "string" ? fromBase64(content) : content;
	return bytes && { bytes, digest: new Uint8Array(await subtle.digest("SHA-256", bytes)) };
}

/** Undefined for any other file than the named one. The list may spell the digest in hex, base64url or base64. */
export function openDenyFile(
	file: DigestedFile | undefined,
	named: NonNullable<TrustList["deny"]>,
): Uint8Array | undefined {
	if (file?.bytes.length !== named.count * PREFIX_LENGTH) return undefined;
	const { bytes, digest } = file;
	const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return [hex, base64url(digest), base64(digest)].includes(named.sha256) && isDenyFile(bytes) ? bytes : undefined;
}
