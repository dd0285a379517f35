/**
 * The deny file of a bundle, when it is the very one that the signed list names (spec §4). Searched by ./deny-list.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { base64, base64url, fromBase64 } from "@/lib/shared/bytes";
import { isDenyFile, PREFIX_LENGTH } from "./deny-list";
import type { TrustList } from "./trust-list";

/** `content` is base64; the list may spell the digest in hex, base64url or base64. */
export function openDenyFile(content: string, named: NonNullable<TrustList["deny"]>): Uint8Array | undefined {
	const bytes = fromBase64(content);
	if (bytes?.length !== named.count * PREFIX_LENGTH || !isDenyFile(bytes)) return undefined;
	const digest = sha256(bytes);
	const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return [hex, base64url(digest), base64(digest)].includes(named.sha256) ? bytes : undefined;
}
