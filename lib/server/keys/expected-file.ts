import "server-only";
import type { KeysetClaims } from "@/lib/trust/keyset";
import { keyFileName } from "./key-file";
import type { KeyFolder } from "./key-folder";

/** Name of a file that should be there, as far as keyset and index know one of this use. */
export function expectedFile(
	{ claims, folder }: { readonly claims: KeysetClaims; readonly folder: KeyFolder },
	use: string,
): string {
	const named = claims.keys.filter((key) => key.use.includes(use)).sort((a, b) => a.nbf - b.nbf)[0];
	if (named) return keyFileName({ use, kid: named.kid });
	return [...folder.index].sort((a, b) => a.from - b.from).find((each) => each.use === use)?.file ?? `${use}-*.json`;
}
