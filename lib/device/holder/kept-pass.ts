import "client-only";
import { z } from "zod";
import { base64url, utf8 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { database, type RelaisDatabase } from "../store/database";
import { type StorageFailure, storageFailure } from "../store/storage-failure";

/**
 * Passes that holders asked to keep on their own device. A link finds its pass by a hash of its token: the token itself
 * is not stored, so that the kept pass gives nobody the link.
 */
export type KeptPass = { readonly id: string; readonly hc1: string; readonly keptAt: NumericDate };

const keptValue = z.object({ hc1: z.string(), keptAt: z.number() });

/** b64u SHA-256 of the link's token. */
export async function linkId(token: string): Promise<string> {
	return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(token))));
}

export async function keepPass(
	pass: KeptPass,
	db: RelaisDatabase = database(),
): Promise<Result<KeptPass, StorageFailure>> {
	const { id, ...value } = pass;
	try {
		await db.passes.put({ id, value });
		return ok(pass);
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}

/** Newest first. A row that another version of the app wrote differently is left out. */
export async function keptPasses(db: RelaisDatabase = database()): Promise<readonly KeptPass[]> {
	const rows = await db.passes.toArray();
	return rows
		.flatMap(({ id, value }) => {
			const kept = keptValue.safeParse(value).data;
			return kept === undefined ? [] : [{ id, ...kept }];
		})
		.sort((a, b) => b.keptAt - a.keptAt);
}

export async function forgetPass(id: string, db: RelaisDatabase = database()): Promise<void> {
	await db.passes.delete(id);
}
