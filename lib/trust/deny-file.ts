/**
 * The deny file of a bundle, when it is the very one that the signed list names (spec §4). Read by ./deny-coding, searched
 * by ./deny-list.
 */
import { type Bytes, equalBytes, fromBase64, fromBase64url } from "@/lib/shared/bytes";
import { decodeDenyFile } from "./deny-coding";
import { type DenyIndex, denyIndex } from "./deny-list";
import type { TrustList } from "./trust-list";

/** A file of any content, with its SHA-256. */
export type DigestedFile = { readonly bytes: Bytes; readonly digest: Bytes };

export type DenyFile = {
	/** As it came. */
	readonly bytes: Bytes;
	/** For `isDenied`. */
	readonly index: DenyIndex;
};

/** `content` is base64 or the bytes; undefined for a text that is no base64. The platform hashes beside other work. */
export async function digestFile(content: string | Bytes, subtle: SubtleCrypto): Promise<DigestedFile | undefined> {
	const bytes = typeof content === "string" ? fromBase64(content) : content;
	return bytes && { bytes, digest: new Uint8Array(await subtle.digest("SHA-256", bytes)) };
}

/**
 * Undefined for any other file than the named one, and for one that is no deny file of as many entries, where their
 * number is known.
 */
export function openDenyFile(
	file: DigestedFile | undefined,
	named: Pick<NonNullable<TrustList["deny"]>, "sha256"> & { readonly count?: number },
): DenyFile | undefined {
	const wanted = file && digestNamed(named.sha256);
	if (!wanted || !equalBytes(file.digest, wanted)) return undefined;
	const decoded = decodeDenyFile(file.bytes);
	if (!decoded || (named.count !== undefined && decoded.count !== named.count)) return undefined;
	return { bytes: file.bytes, index: denyIndex(decoded.prefixes) };
}

/** A list may spell the digest in hex, base64url or base64. */
export function digestNamed(text: string): Bytes | undefined {
	if (!/^[0-9a-f]{64}$/.test(text)) return fromBase64url(text) ?? fromBase64(text);
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
