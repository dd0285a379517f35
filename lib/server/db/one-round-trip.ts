/**
 * Statements that are sent without waiting for each other's answers: a transaction costs one round trip instead of one
 * for each. COMMIT ends it whatever became of the others.
 *
 * A COMMIT of a transaction that failed answers ROLLBACK without a fault, so its answer is looked at; and where BEGIN fails,
 * the others run each for itself: whatever must not be torn apart has to be one statement.
 */
import "server-only";
import type { QueryResultRow } from "pg";
import type { Connections } from "./database";
import { isDatabaseUnreachable } from "./faults";

/** By name, so that the database plans it once for a connection. */
export type Statement = { readonly name: string; readonly text: string; readonly values?: readonly unknown[] };

const BEGIN: Statement = { name: "begin", text: "BEGIN" };
const COMMIT: Statement = { name: "commit", text: "COMMIT" };

/** What the last of `statements` answered, once the transaction is committed. */
export async function inOneRoundTrip<Row extends QueryResultRow>(
	connections: Connections,
	statements: readonly Statement[],
): Promise<readonly Row[]> {
	const client = await connections.connect();
	const sent = [BEGIN, ...statements, COMMIT].map(({ name, text, values = [] }) =>
		client.query<Row>({ name, text, values: [...values] }),
	);
	const answers = await Promise.allSettled(sent);
	const fault = answers.find((answer) => answer.status === "rejected");
	client.release(fault !== undefined && isDatabaseUnreachable(fault.reason));
	if (fault !== undefined) throw fault.reason;
	const results = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
	if (results.at(-1)?.command !== "COMMIT") throw new Error("the database rolled the transaction back");
	return results.at(-2)?.rows ?? [];
}
