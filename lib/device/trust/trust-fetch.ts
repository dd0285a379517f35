import "client-only";
import { equalBytes } from "@/lib/shared/bytes";
import type { TrustFileRow } from "../store/database";

/**
 * `unchanged`: the row is the cached one, and need not be written. `gone`: the server has no such file. `unreachable`:
 * try again later; what is cached stays in use.
 */
export type FetchedFile =
	| { readonly state: "fetched" | "unchanged"; readonly row: TrustFileRow }
	| { readonly state: "gone" | "unreachable" };

const TIMEOUT_SECONDS = 30;
/** A trust list of 15,000 keys is about 4 MB. */
const LARGEST_FILE = 16 * 1024 * 1024;

type Content = Pick<TrustFileRow, "text" | "bytes">;

/** Fetches a published file unless it is still the cached one (strong ETag). */
export async function fetchTrustFile(
	file: { name: string; url: URL; cached: TrustFileRow | undefined },
	read: (response: Response) => Promise<Content> = readText,
): Promise<FetchedFile> {
	const { name, url, cached } = file;
	const headers: Record<string, string> = cached?.etag ? { "if-none-match": cached.etag } : {};
	try {
		const response = await fetch(url, {
			headers,
			// Our own ETags: the browser's cache would hide the 304 that tells us the file is still current.
			cache: "no-store",
			credentials: "omit",
			signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
		});
		if (response.status === 304 && cached !== undefined) return { state: "unchanged", row: cached };
		if (response.status === 404 || response.status === 410) return { state: "gone" };
		if (!response.ok || Number(response.headers.get("content-length") ?? 0) > LARGEST_FILE) {
			return { state: "unreachable" };
		}
		const content = await read(response);
		if (cached && isSame(content, cached)) return { state: "unchanged", row: cached };
		return { state: "fetched", row: { name, etag: response.headers.get("etag"), ...content } };
	} catch {
		return { state: "unreachable" };
	}
}

async function readText(response: Response): Promise<Content> {
	return { text: await response.text() };
}

/** For files that are no text. */
export async function readBytes(response: Response): Promise<Content> {
	return { text: "", bytes: new Uint8Array(await response.arrayBuffer()) };
}

function isSame(fetched: Content, cached: Content): boolean {
	if (!fetched.bytes || !cached.bytes) return fetched.bytes === cached.bytes && fetched.text === cached.text;
	return equalBytes(fetched.bytes, cached.bytes);
}
