/** Statements as `pg` takes them, sent together in its pipeline: without waiting for each other's answers. */
import "server-only";
import type { PoolClient, QueryResult, QueryResultRow } from "pg";

/** By name, so that the database plans it once for a connection. */
export type Statement = { readonly name: string; readonly text: string; readonly values?: readonly unknown[] };

export const BEGIN: Statement = { name: "begin", text: "BEGIN" };
export const COMMIT: Statement = { name: "commit", text: "COMMIT" };
export const ROLLBACK: Statement = { name: "rollback", text: "ROLLBACK" };

/**
 * The answers of `statements`, in their order, once each has its own. Throws the first fault, and where a COMMIT ended a
 * transaction that had failed: that answers ROLLBACK, without a fault.
 */
export async function answersTo<Row extends QueryResultRow>(
	client: PoolClient,
	statements: readonly Statement[],
): Promise<readonly QueryResult<Row>[]> {
	const sent = statements.map(({ name, text, values = [] }) => client.query<Row>({ name, text, values: [...values] }));
	const answers = await Promise.allSettled(sent);
	const results: QueryResult<Row>[] = [];
	for (const [i, answer] of answers.entries()) {
		if (answer.status === "rejected") throw answer.reason;
		if (statements[i] === COMMIT && answer.value.command !== "COMMIT")
			throw new Error("the database rolled the transaction back");
		results.push(answer.value);
	}
	return results;
}
