/**
 * The deny file of a bundle, when it is the very one that the signed list names (spec §4). Searched by ./deny-list.
 */
import { type Bytes, equalBytes, fromBase64, fromBase64url } from "@/lib/shared/bytes";
import { isDenyFile, PREFIX_LENGTH } from "./deny-list";
import type { TrustList } from "./trust-list";

/** A file of any content, with its SHA-256. */
export type DigestedFile = { readonly bytes: Bytes; readonly digest: Bytes };

/** Base64 or the bytes; a promise while they are still being read. */
export type DenyContent = string | Bytes;

/**
 * Undefined where there is no file; `unusable`: it could not be read, or is a text that is no base64. Never rejects. The
 * platform hashes beside other work.
 */
export async function digestDenyFile(
	file: DenyContent | Promise<DenyContent | undefined>,
	subtle: SubtleCrypto,
): Promise<DigestedFile | "unusable" | undefined> {
	try {
		const content = await file;
		if (content === undefined) return undefined;
		const bytes = typeof content === "string" ? fromBase64(content) : content;
		return bytes ? { bytes, digest: new Uint8Array(await subtle.digest("SHA-256", bytes)) } : "unusable";
	} catch {
		return "unusable"; // the storage's word for a file that it lost; whoever opens the trust is told
	}
}

/** Undefined for any other file than the named one. */
export function openDenyFile(
	{ bytes, digest }: DigestedFile,
	named: NonNullable<TrustList["deny"]>,
): Uint8Array | undefined {
	if (bytes.length !== named.count * PREFIX_LENGTH) return undefined;
	const wanted = digestNamed(named.sha256);
	return wanted && equalBytes(digest, wanted) && isDenyFile(bytes) ? bytes : undefined;
}

/** A list may spell the digest in hex, base64url or base64. */
export function digestNamed(text: string): Bytes | undefined {
	if (!/^[0-9a-f]{64}$/.test(text)) return fromBase64url(text) ?? fromBase64(text);
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
