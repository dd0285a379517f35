import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Transaction } from "./database";
import { isTransientConflict } from "./faults";

const ATTEMPTS = 5;

/**
 * Runs `work` in one transaction at READ COMMITTED and commits it whole or not at all. A deadlock or serialization
 * failure is tried again, so `work` must have no effect outside the transaction. Seconds: how long it may take.
 */
export async function transact<Answer>(
	db: Database,
	work: (tx: Transaction) => Promise<Answer>,
	{ seconds = 10 }: { readonly seconds?: number } = {},
): Promise<Answer> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await db.$transaction(work, { maxWait: 5_000, timeout: seconds * 1_000 });
		} catch (fault) {
			if (attempt >= ATTEMPTS || !isTransientConflict(fault)) throw fault;
			await sleep(Math.random() * 20 * 2 ** attempt);
		}
	}
}
