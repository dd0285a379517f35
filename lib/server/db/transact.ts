import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "@/lib/shared/result";
import type { Database, Transaction } from "./database";
import { isTransientConflict } from "./faults";

const ATTEMPTS = 5;

export type TransactOptions = { readonly seconds?: number };

/**
 * Runs `work` in one transaction at READ COMMITTED and commits it whole or not at all. A deadlock or serialization
 * failure is tried again, so `work` must have no effect outside the transaction. Seconds: how long it may take.
 */
export async function transact<Answer>(
	db: Database,
	work: (tx: Transaction) => Promise<Answer>,
	{ seconds = 10 }: TransactOptions = {},
): Promise<Answer> {
	return againAfterConflicts(() => db.$transaction(work, { maxWait: 5_000, timeout: seconds * 1_000 }));
}

/** Of a transaction that a deadlock or serialization failure rolled back, makes another. */
export async function againAfterConflicts<Answer>(transaction: () => Promise<Answer>): Promise<Answer> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await transaction();
		} catch (fault) {
			if (attempt >= ATTEMPTS || !isTransientConflict(fault)) throw fault;
			await sleep(Math.random() * 20 * 2 ** attempt);
		}
	}
}

/** As `transact`; what `work` wrote before it answered `ok: false` is rolled back, and the answer handed on. */
export async function transactUnlessRefused<Value, Problem>(
	db: Database,
	work: (tx: Transaction) => Promise<Result<Value, Problem>>,
	options: TransactOptions = {},
): Promise<Result<Value, Problem>> {
	let answer: Result<Value, Problem> | undefined;
	try {
		return await transact(
			db,
			async (tx) => {
				answer = await work(tx);
				if (!answer.ok) throw new RollBack();
				return answer;
			},
			options,
		);
	} catch (fault) {
		if (fault instanceof RollBack && answer !== undefined) return answer;
		throw fault;
	}
}

/** Prisma rolls a transaction back for nothing but an error. Thrown and caught here, seen by nobody. */
class RollBack extends Error {}
