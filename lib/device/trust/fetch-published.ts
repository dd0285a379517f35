import "client-only";
import type { FetchPort } from "@/lib/trust/fetch-file";

const TIMEOUT_SECONDS = 30;
/** A trust list of 15,000 keys is about 4 MB. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** Fetches a published file from this origin, or from wherever the signed list says that it is. */
export const fetchPublished: FetchPort = async ({ uri, etag, content }) => {
	const headers: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
	try {
		const response = await fetch(new URL(uri, globalThis.location.origin), {
			headers,
			// Our own ETags: the browser's cache would hide the 304 that tells us the file is still current.
			cache: "no-store",
			credentials: "omit",
			signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
		});
		if (response.status === 304) return { state: "unchanged" };
		if (response.status === 404 || response.status === 410) return { state: "gone" };
		if (!response.ok || Number(response.headers.get("content-length") ?? 0) > LARGEST_FILE) {
			return { state: "unreachable" };
		}
		const tag = response.headers.get("etag");
		if (content === "text") return { state: "fetched", etag: tag, text: await response.text() };
		return { state: "fetched", etag: tag, text: "", bytes: new Uint8Array(await response.arrayBuffer()) };
	} catch {
		return { state: "unreachable" }; // no answer, or one that broke off
	}
};
