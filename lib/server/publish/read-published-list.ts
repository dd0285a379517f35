/** The trust list that lies published in the data folder, read as strictly as verifiers read it (spec TL-6). */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { fromBase64url } from "@/lib/shared/bytes";
import { parseDistinct } from "@/lib/shared/strict-json";
import { openKeyset } from "@/lib/trust/keyset";
import { openList } from "@/lib/trust/open-list";
import { type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import type { KeyStore } from "../keys/key-store";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** The rule about `seq` left out: what we have signed ourselves is what it is. */
const signedClaims = z.object(trustListClaims.shape);

/** `claims` has every member as it was signed. */
export type SignedList = { readonly document: string; readonly list: TrustList; readonly claims: object };

/** Undefined where there is none that can be read. Looks at no signature. */
export async function readPublishedList(dataDir: string): Promise<SignedList | undefined> {
	let document: string;
	try {
		document = (await readFile(join(trustFolder(dataDir), TRUST_PATHS.list), "utf8")).trim();
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw fault;
	}
	return readSignedList(document);
}

export function readSignedList(document: string): SignedList | undefined {
	const payload = document.split(".")[1] ?? "";
	const bytes = fromBase64url(payload);
	const claims = bytes && parseDistinct(bytes);
	const parsed = signedClaims.safeParse(claims);
	return parsed.success ? { document, list: { ...parsed.data, payload }, claims: claims as object } : undefined;
}

/** Whether a verifier under the keyset in use would take it: whoever can write to a disk cannot have us sign. */
export async function isOurs(document: string, { keyset, root }: Pick<KeyStore, "keyset" | "root">): Promise<boolean> {
	const opened = await openKeyset(keyset, root);
	const list = opened.ok ? await openList(document, opened.value) : undefined;
	return list !== undefined && list !== "malformed" && list.list !== undefined;
}
