import "client-only";
import { digestFile, openDenyFile } from "@/lib/trust/deny-file";
import { isDenied } from "@/lib/trust/deny-list";
import type { FetchPort } from "@/lib/trust/fetch-file";
import { rootOfKeyset } from "@/lib/trust/first-root";
import { openKeyset } from "@/lib/trust/keyset";
import { openList } from "@/lib/trust/open-list";
import { TRUST_FILES } from "@/lib/trust/trust-file";
import { fetchPublished } from "../trust/fetch-published";

/**
 * [SH-17] Whether doors refuse a pass that is kept here, because it was corrected or taken back since: by the lists that
 * everybody gets, so that nobody learns whose pass it is, and without the link's question. Undefined where it cannot be
 * known now. The root is the one that this origin publishes: whoever could put another one there makes this page too.
 */
export async function isTakenBack(
	certificate: string,
	{
		fetch = fetchPublished,
		subtle = crypto.subtle,
	}: { readonly fetch?: FetchPort; readonly subtle?: SubtleCrypto } = {},
): Promise<boolean | undefined> {
	const deny = await publishedDeny(fetch);
	if (deny === undefined) return undefined;
	if (deny === null) return false;
	const fetched = await fetch({ uri: deny.uri, etag: null, content: "bytes" });
	if (fetched.state !== "fetched" || fetched.bytes === undefined) return undefined;
	const file = openDenyFile(await digestFile(fetched.bytes, subtle), deny);
	return file && isDenied(file.index, certificate);
}

/** What the trust list says of the deny file; null where it names none. */
async function publishedDeny(fetch: FetchPort) {
	const [keysetFile, listFile] = await Promise.all(
		[TRUST_FILES.keyset, TRUST_FILES.list].map((name) => fetch({ uri: `/trust/${name}`, etag: null, content: "text" })),
	);
	if (keysetFile?.state !== "fetched" || listFile?.state !== "fetched") return undefined;
	const root = await rootOfKeyset(keysetFile.text);
	const keyset = root === undefined ? undefined : await openKeyset(keysetFile.text, root);
	if (!keyset?.ok) return undefined;
	const opened = await openList(listFile.text, keyset.value);
	if (opened === "malformed" || opened.list === undefined) return undefined;
	return opened.list.deny ?? null;
}
