import "server-only";
import type { Transaction } from "../db/database";

const PUBLICATION_LOCK = 7_266_138;
/** Half a million withdrawn passes take seconds to hash and sort on a busy machine. */
export const PUBLICATION_LIMITS = { seconds: 60 };

/** Instances take turns, until the transaction ends: whoever signs has seen what was signed before. */
export async function lockPublication(tx: Transaction): Promise<void> {
	await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PUBLICATION_LOCK}::bigint)`;
}
