/** Where the signed files lie, under which names they are fetched, and what they are. One list for writer and server. */
import "server-only";
import { join } from "node:path";

export const TRUST_PATHS = {
	keyset: "keyset.jwt",
	list: "list.jwt",
	delegations: "delegations.json",
	status: (id: string) => `status/${id}.jwt`,
	codes: (day: string) => `codes/${day}.jwt`,
	/** By content: a list and the deny file that it names always belong together. */
	deny: (sha256: string) => `deny/${sha256}.bin`,
	/** By the file that it leads on from. */
	denyDelta: (earlier: string) => `deny/${earlier}.delta`,
	cardRevocations: (sha256: string) => `crls/${sha256}.json`,
} as const;

/**
 * How a published file is named in another: relative to the origin that served it, so that a mirror, a second name of
 * this server, or a page under a strict content policy finds it where it found the list.
 */
export function trustUri(path: string): string {
	return `/trust/${path}`;
}

/** Below the data folder: the whole of what a content delivery network may copy. */
export function trustFolder(dataDir: string): string {
	return join(dataDir, "public", "trust");
}

export type TrustFileKind = {
	readonly contentType: string;
	/** Seconds that a cache may use a copy without asking. */
	readonly maxAge: number;
};

const JWT = "application/jwt";
const KINDS: readonly (readonly [RegExp, TrustFileKind])[] = [
	[/^keyset\.jwt$/, { contentType: JWT, maxAge: 300 }],
	[/^list\.jwt$/, { contentType: JWT, maxAge: 30 }],
	[/^delegations\.json$/, { contentType: "application/json", maxAge: 60 }],
	[/^status\/[A-Za-z0-9]{1,16}\.jwt$/, { contentType: "application/statuslist+jwt", maxAge: 30 }],
	[/^codes\/\d{4}-\d{2}-\d{2}\.jwt$/, { contentType: JWT, maxAge: 30 }],
	[/^deny\/[0-9a-f]{64}\.bin$/, { contentType: "application/octet-stream", maxAge: 86_400 }],
	[/^crls\/[0-9a-f]{64}\.json$/, { contentType: "application/json", maxAge: 86_400 }],
	[/^deny\/[0-9a-f]{64}\.delta$/, { contentType: "application/octet-stream", maxAge: 30 }],
];

/** Undefined for every path that is not a published file: nothing else of the folder can be named. */
export function trustFileKind(path: string): TrustFileKind | undefined {
	return KINDS.find(([pattern]) => pattern.test(path))?.[1];
}
