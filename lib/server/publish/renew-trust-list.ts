/**
 * The trust list while the database is unreachable. Nothing can be denied or revoked then, so what was last published
 * is still all there is to say: it is signed anew with a later `iat`, and doors need not report it as ageing. Its `exp`
 * stays: that tells when its content was last confirmed, and when to stop.
 *
 * Instances that cannot reach each other renew alike: number and time follow from the list that they renew, so that one
 * number never stands for two contents (TL-1). See docs/decisions/020.
 */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compactVerify, importJWK } from "jose";
import { fromUtf8 } from "@/lib/shared/bytes";
import { type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { KeyStore } from "../keys/key-store";
import { LIST_LIFETIME, LIST_REFRESH, LIST_RENEWED_FOR } from "./list-times";
import { publishFile } from "./publish-file";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/**
 * Undefined where there is nothing to renew: no list of ours, one that is fresh, or one that was confirmed too long
 * ago.
 */
export async function renewTrustList({ settings, keys, clock, log }: ServerContext): Promise<number | undefined> {
	const path = join(trustFolder(settings.dataDir), TRUST_PATHS.list);
	const last = await readOwnList(path, keys);
	if (last === undefined) return undefined;
	const now = clock();
	const turns = Math.floor((now - last.claims.iat) / LIST_REFRESH);
	const confirmed = last.claims.exp - LIST_LIFETIME;
	if (turns < 1 || now > confirmed + LIST_RENEWED_FOR) return undefined;
	const seq = last.claims.seq + turns;
	const renewed = { ...last.payload, seq, iat: last.claims.iat + turns * LIST_REFRESH };
	await publishFile(path, await signDocument(keys.list[0], "trust-list+jwt", renewed));
	log.warn({ seq, confirmed }, "the database is unreachable: the trust list was renewed as it stands");
	return seq;
}

type OwnList = { readonly payload: object; readonly claims: Pick<TrustList, "seq" | "iat" | "exp"> };

/** The list on disk, if one of our own keys signed it: whoever can write there cannot have us sign. */
async function readOwnList(path: string, { list }: KeyStore): Promise<OwnList | undefined> {
	let document: string;
	try {
		document = (await readFile(path, "utf8")).trim();
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw fault;
	}
	for (const { publicJwk } of list) {
		const payload = await verifiedPayload(document, publicJwk);
		const claims = trustListClaims.safeParse(payload);
		if (claims.success) return { payload: payload as object, claims: claims.data };
	}
	return undefined;
}

async function verifiedPayload(document: string, jwk: KeyStore["list"][0]["publicJwk"]): Promise<unknown> {
	try {
		const { payload } = await compactVerify(document, await importJWK({ ...jwk }, "ES256"), { algorithms: ["ES256"] });
		return JSON.parse(fromUtf8(payload) ?? "");
	} catch {
		return undefined; // signed by another key, or no list at all
	}
}
