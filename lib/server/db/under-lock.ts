/**
 * A row that is read under its lock, thought about, and written again, or not: two round trips. Who writes nothing rolls
 * back, for the end of a lock alone has to reach no disk.
 */
import "server-only";
import type { QueryResultRow } from "pg";
import type { Connections } from "./database";
import { answersTo, BEGIN, COMMIT, ROLLBACK, type Statement } from "./statements";

export type Decision<Answer> = { readonly answer: Answer; readonly write?: Statement | undefined };

/** `read` takes the locks itself (FOR UPDATE). Where `decide` throws, nothing is written, and its fault is handed on. */
export async function underLock<Row extends QueryResultRow, Answer>(
	connections: Connections,
	read: Statement,
	decide: (rows: readonly Row[]) => Decision<Answer>,
): Promise<Answer> {
	const client = await connections.connect();
	let hasEnded = false;
	try {
		const [, found] = await answersTo<Row>(client, [BEGIN, read]);
		const { answer, write } = decide(found?.rows ?? []);
		await answersTo(client, write === undefined ? [ROLLBACK] : [write, COMMIT]);
		hasEnded = true;
		return answer;
	} finally {
		// A connection that is closed ends the transaction that was left open on it.
		client.release(!hasEnded);
	}
}
