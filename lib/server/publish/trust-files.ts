/** Where the signed files lie, under which names they are fetched, and what they are. One list for writer and server. */
import "server-only";
import { join } from "node:path";

export const TRUST_PATHS = {
	keyset: "keyset.jwt",
	/** Kept for ever: a device walks from the one that it has to the newest (spec TL-8). */
	keysetOf: (seq: number) => `keysets/${seq}.jwt`,
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
	/** What a path once named it names for ever. */
	readonly immutable?: true;
};

type TrustFile = TrustFileKind & {
	readonly pattern: RegExp;
	/** As docs/api.md names it, and what it says of it. */
	readonly name: string;
	readonly what: string;
};

const JWT = "application/jwt";
/** Every file that is published. */
export const TRUST_FILES: readonly TrustFile[] = [
	{
		name: "keyset.jwt",
		pattern: /^keyset\.jwt$/,
		contentType: JWT,
		maxAge: 300,
		what: "the authority's keys, signed by the root (spec §4)",
	},
	{
		name: "keysets/<seq>.jwt",
		pattern: /^keysets\/(?:0|[1-9]\d{0,8})\.jwt$/,
		contentType: JWT,
		maxAge: 31_536_000,
		immutable: true,
		what: "each keyset that there has been, by its `seq`; the way from an old one to the newest (TL-8)",
	},
	{
		name: "list.jwt",
		pattern: /^list\.jwt$/,
		contentType: JWT,
		maxAge: 30,
		what: "the trust list: foreign keys, denials, policies, notices, and where the other files are (spec §4)",
	},
	{
		name: "delegations.json",
		pattern: /^delegations\.json$/,
		contentType: "application/json",
		maxAge: 60,
		what: "JSON array of delegation JWTs, for attestations that carry none (RP-6); until four days after they end",
	},
	{
		name: "status/<id>.jwt",
		pattern: /^status\/[A-Za-z0-9]{1,16}\.jwt$/,
		contentType: "application/statuslist+jwt",
		maxAge: 30,
		what: "one status list (TL-5); `id` and path stand in the trust list",
	},
	{
		name: "codes/<YYYY-MM-DD>.jwt",
		pattern: /^codes\/\d{4}-\d{2}-\d{2}\.jwt$/,
		contentType: JWT,
		maxAge: 30,
		what: "check codes that expire on that UTC day, revoked and registered (below)",
	},
	{
		name: "deny/<sha256>.bin",
		pattern: /^deny\/[0-9a-f]{64}\.bin$/,
		contentType: "application/octet-stream",
		maxAge: 86_400,
		what: "the deny file that a trust list names by its SHA-256 in hex (below)",
	},
	{
		name: "deny/<sha256>.delta",
		pattern: /^deny\/[0-9a-f]{64}\.delta$/,
		contentType: "application/octet-stream",
		maxAge: 30,
		what: "what changed since the deny file of this SHA-256 (below)",
	},
	{
		name: "crls/<sha256>.json",
		pattern: /^crls\/[0-9a-f]{64}\.json$/,
		contentType: "application/json",
		maxAge: 86_400,
		what: "revocation lists of SMART Health Cards by issuer, as the bundle's `crls` (spec §7); named by the trust list",
	},
];

/** Undefined for every path that is not a published file: nothing else of the folder can be named. */
export function trustFileKind(path: string): TrustFileKind | undefined {
	return TRUST_FILES.find(({ pattern }) => pattern.test(path));
}
