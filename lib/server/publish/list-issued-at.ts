import "server-only";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { readPublishedList } from "./read-published-list";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** When the published trust list was signed, whoever published it; undefined where there is none. Read when it changed. */
export function listIssuedAt(dataDir: string): () => Promise<NumericDate | undefined> {
	const file = join(trustFolder(dataDir), TRUST_PATHS.list);
	let read: { readonly changed: number; readonly issuedAt: Promise<NumericDate | undefined> } | undefined;
	return async () => {
		const changed = await stat(file).then(
			({ mtimeMs }) => mtimeMs,
			() => undefined,
		);
		if (changed === undefined) return undefined;
		if (read?.changed !== changed) {
			read = { changed, issuedAt: readPublishedList(dataDir).then((found) => found?.list.iat) };
		}
		return read.issuedAt;
	};
}
