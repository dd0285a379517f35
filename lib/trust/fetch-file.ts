import { equalBytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TrustFile } from "./trust-file";

/** The way to the published files. Never rejects for what the network or the server does. */
export type FetchPort = (request: {
	/** Absolute, or a path on the portal's own origin. */
	readonly uri: string;
	/** Strong ETag of what the caller has; null where it has nothing that could be confirmed. */
	readonly etag: string | null;
	readonly content: "text" | "bytes";
}) => Promise<FetchAnswer>;

export type FetchAnswer =
	/** `date`: the answer's `Date`. */
	| ({ readonly state: "fetched"; readonly date?: NumericDate | undefined } & Omit<TrustFile, "name">)
	/** Still what the ETag names. */
	| { readonly state: "unchanged"; readonly date?: NumericDate | undefined }
	/** The server has no such file. */
	| { readonly state: "gone" }
	/** Try again later. */
	| { readonly state: "unreachable" };

/** `unchanged`: the file is the cached one, and need not be written. Otherwise what is cached stays in use. */
export type FetchedFile =
	| { readonly state: "fetched" | "unchanged"; readonly file: TrustFile; readonly date?: NumericDate | undefined }
	| { readonly state: "gone" | "unreachable" };

export type WantedFile = {
	readonly name: string;
	readonly uri: string;
	readonly cached: TrustFile | undefined;
	readonly content?: "text" | "bytes";
};

/** Fetches a published file unless it is still the cached one. */
export async function fetchFile(wanted: WantedFile, fetch: FetchPort): Promise<FetchedFile> {
	const { name, uri, cached, content = "text" } = wanted;
	const answer = await fetch({ uri, etag: cached?.etag ?? null, content });
	if (answer.state === "unchanged") {
		return cached === undefined ? { state: "unreachable" } : { state: "unchanged", file: cached, date: answer.date };
	}
	if (answer.state !== "fetched") return answer;
	const { state, date, ...parts } = answer;
	if (cached && hasSameContent(parts, cached)) return { state: "unchanged", file: cached, date };
	return { state, file: { name, ...parts }, date };
}

type Content = Pick<TrustFile, "text" | "bytes">;

function hasSameContent(fetched: Content, cached: Content): boolean {
	if (!fetched.bytes || !cached.bytes) return fetched.bytes === cached.bytes && fetched.text === cached.text;
	return equalBytes(fetched.bytes, cached.bytes);
}
