import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { ecPublicJwk, openKeyset } from "./keyset";
import { readHeader } from "./signed-document";

/**
 * The root of a keyset that nobody vouched for: the key that its header carries, where that key signed it. For a browser
 * that was never enrolled and has no thumbprint to compare (spec §4, "at first use"). Undefined for anything else.
 */
export async function rootOfKeyset(jwt: string): Promise<string | undefined> {
	const carried = ecPublicJwk.safeParse(readHeader(jwt, "keyset+jwt")?.jwk);
	if (!carried.success) return undefined;
	const root = thumbprint(carried.data);
	return (await openKeyset(jwt, root)).ok ? root : undefined;
}
