/**
 * The trust list while the database is unreachable. Nothing can be denied or revoked then, so what was last published
 * is still all there is to say: it is signed anew with a later `iat`, and doors need not report it as ageing. Its `exp`
 * stays: that tells when its content was last confirmed, and when to stop.
 *
 * Instances that cannot reach each other renew alike: number and time follow from the list that they renew, so that one
 * number never stands for two contents (TL-1). See docs/decisions/020.
 */
import "server-only";
import { join } from "node:path";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { type KeyStore, type SigningKey, signerAt } from "../keys/key-store";
import { LIST_LIFETIME, LIST_REFRESH, LIST_RENEWED_FOR } from "./list-times";
import { publishFile } from "./publish-file";
import { isOurs, readPublishedList } from "./read-published-list";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/**
 * Undefined where there is nothing to renew: no list of ours, one that is fresh, or one that was confirmed too long
 * ago.
 */
export async function renewTrustList({
	settings,
	keys,
	signingClock,
	log,
}: ServerContext): Promise<number | undefined> {
	const last = await readPublishedList(settings.dataDir);
	// Whoever can write there cannot have us sign.
	if (last === undefined || !(await isOurs(last.document, keys))) return undefined;
	const now = signingClock.now();
	const turns = Math.floor((now - last.list.iat) / LIST_REFRESH);
	const confirmed = last.list.exp - LIST_LIFETIME;
	if (turns < 1 || now > confirmed + LIST_RENEWED_FOR) return undefined;
	const seq = last.list.seq + turns;
	const { signer, iat } = signerOf(keys, last.list.iat + turns * LIST_REFRESH);
	const renewed = await signDocument(signer, "trust-list+jwt", { ...last.claims, seq, iat });
	await publishFile(join(trustFolder(settings.dataDir), TRUST_PATHS.list), renewed);
	log.warn({ seq, confirmed }, "the database is unreachable: the trust list was renewed as it stands");
	return seq;
}

/**
 * TL-6: what is signed counts only by a key in force at its `iat`. Where the key of that time is gone, the one in use
 * signs, with the time of its beginning: the same again on every instance.
 */
function signerOf(
	{ list }: Pick<KeyStore, "list">,
	iat: NumericDate,
): { readonly signer: SigningKey; readonly iat: NumericDate } {
	const signer = signerAt(list, iat);
	return { signer, iat: Math.max(iat, signer.from) };
}
