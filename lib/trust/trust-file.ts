/**
 * The published files of `/trust/` as a verifier caches them, and the verifier bundle (spec §7) that they make together.
 * Nothing is checked here: lib/trust/open-trust.ts does, each time a bundle is opened.
 */
import { z } from "zod";
import type { Bytes } from "@/lib/shared/bytes";
import type { VerifierBundle } from "./bundle";

/** A file as last accepted. `name` is its path below `/trust/`, or one of `TRUST_FILES`. */
export type TrustFile = {
	readonly name: string;
	readonly etag: string | null;
	readonly text: string;
	/** Of a file that is no text; `text` is then empty, or of the deny file the digest by which a list named it. */
	readonly bytes?: Bytes;
};

export const TRUST_FILES = {
	keyset: "keyset.jwt",
	list: "list.jwt",
	delegations: "delegations.json",
	deny: "deny",
	cardRevocations: "crls",
} as const;
export const STATUS_FOLDER = "status/";
export const CODES_FOLDER = "codes/";
export const statusFile = (id: string) => `${STATUS_FOLDER}${id}`;
/** A keyset by its number (TL-8). */
export const keysetFile = (seq: number) => `keysets/${seq}.jwt`;
export const codesFile = (day: string) => `${CODES_FOLDER}${day}.jwt`;

/** What these files hold. A missing file is an absent member; code lists are not part of a bundle. */
export function bundleOf(root: string, files: Iterable<TrustFile>): VerifierBundle {
	const status: Record<string, string> = {};
	const bundle: VerifierBundle = { root, status };
	for (const { name, text, bytes } of files) {
		if (name.startsWith(STATUS_FOLDER)) status[name.slice(STATUS_FOLDER.length)] = text;
		else if (name === TRUST_FILES.keyset) bundle.keyset = text;
		else if (name === TRUST_FILES.list) bundle.list = text;
		else if (name === TRUST_FILES.deny) Object.assign(bundle, { deny: bytes, denySha256: text });
		// Delegations are only a convenience (RP-6): an unreadable file is treated as an empty one.
		else if (name === TRUST_FILES.delegations) bundle.delegations = readJson(text, delegationsFile) ?? [];
		else if (name === TRUST_FILES.cardRevocations) bundle.crls = readJson(text, crlsFile);
	}
	return bundle;
}

const delegationsFile = z.array(z.string());
const crlsFile = z.record(z.string(), z.array(z.unknown()));

function readJson<Content>(text: string, schema: z.ZodType<Content>): Content | undefined {
	try {
		return schema.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined; // not JSON: the same as JSON of another shape
	}
}
