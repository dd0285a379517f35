import "client-only";
import { type Bytes, concat } from "@/lib/shared/bytes";
import type { FetchPort } from "@/lib/trust/fetch-file";

/** Until the head of the answer is there. */
const HEAD_SECONDS = 30;
/** [TL-6] A trust list of 15,000 keys is about 4 MB. Counted while reading, after decompression. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** [TL-6] A transfer that is slower, averaged over half a minute, or that takes longer, is given up. */
const LEAST_BYTES_PER_SECOND = 4000;
const WINDOW_SECONDS = 30;
const LONGEST_SECONDS = 20 * 60;

/** Fetches a published file from this origin, or from wherever the signed list says that it is. */
export const fetchPublished: FetchPort = async ({ uri, etag, content }) => {
	const headers: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
	const transfer = new AbortController();
	const head = setTimeout(() => transfer.abort(), HEAD_SECONDS * 1000);
	try {
		const response = await fetch(new URL(uri, globalThis.location.origin), {
			headers,
			// Our own ETags: the browser's cache would hide the 304 that tells us the file is still current.
			cache: "no-store",
			credentials: "omit",
			signal: transfer.signal,
		});
		clearTimeout(head);
		const date = dateOf(response);
		if (response.status === 304) return { state: "unchanged", date };
		if (response.status === 404 || response.status === 410) return { state: "gone" };
		const bytes = response.ok ? await readCapped(response, transfer) : undefined;
		if (bytes === undefined) return { state: "unreachable" };
		const tag = response.headers.get("etag");
		if (content === "text") return { state: "fetched", date, etag: tag, text: new TextDecoder().decode(bytes) };
		return { state: "fetched", date, etag: tag, text: "", bytes };
	} catch {
		return { state: "unreachable" }; // no answer, or one that broke off
	} finally {
		clearTimeout(head);
	}
};

/** Undefined for an answer that is too large or too slow: it is given up, whatever its `Content-Length` says. */
async function readCapped(response: Response, transfer: AbortController): Promise<Bytes | undefined> {
	const reader = response.body?.getReader();
	if (reader === undefined) return new Uint8Array();
	const parts: Uint8Array[] = [];
	let total = 0;
	let checked = 0;
	const pace = setInterval(() => {
		if (total - checked < LEAST_BYTES_PER_SECOND * WINDOW_SECONDS) transfer.abort();
		checked = total;
	}, WINDOW_SECONDS * 1000);
	const end = setTimeout(() => transfer.abort(), LONGEST_SECONDS * 1000);
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return concat(...parts);
			total += value.length;
			if (total > LARGEST_FILE) {
				transfer.abort();
				return undefined;
			}
			parts.push(value);
		}
	} finally {
		clearInterval(pace);
		clearTimeout(end);
	}
}

function dateOf(response: Response): number | undefined {
	const time = Date.parse(response.headers.get("date") ?? "");
	return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}
