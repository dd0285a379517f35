/**
 * A transaction whose statements are sent without waiting for each other's answers: it costs one round trip instead of one
 * for each. COMMIT ends it whatever became of the others; and where BEGIN fails, the others run each for itself: whatever
 * must not be torn apart has to be one statement.
 */
import "server-only";
import type { QueryResultRow } from "pg";
import type { Connections } from "./database";
import { isDatabaseUnreachable } from "./faults";
import { answersTo, BEGIN, COMMIT, type Statement } from "./statements";

/** What the last of `statements` answered, once the transaction is committed. */
export async function inOneRoundTrip<Row extends QueryResultRow>(
	connections: Connections,
	statements: readonly Statement[],
): Promise<readonly Row[]> {
	const answers = await rowsOf<Row>(connections, [BEGIN, ...statements, COMMIT]);
	return answers.at(-2) ?? [];
}

/** What each of `statements` answered, each a transaction of its own: none of them needs that the others were made. */
export async function askAtOnce<Rows extends readonly QueryResultRow[]>(
	connections: Connections,
	statements: { readonly [Place in keyof Rows]: Statement },
): Promise<{ readonly [Place in keyof Rows]: readonly Rows[Place][] }> {
	const answers = await rowsOf(connections, statements);
	return answers as { readonly [Place in keyof Rows]: readonly Rows[Place][] };
}

async function rowsOf<Row extends QueryResultRow>(
	connections: Connections,
	statements: readonly Statement[],
): Promise<readonly (readonly Row[])[]> {
	const client = await connections.connect();
	let isBroken = false;
	try {
		return (await answersTo<Row>(client, statements)).map(({ rows }) => rows);
	} catch (fault) {
		isBroken = isDatabaseUnreachable(fault);
		throw fault;
	} finally {
		client.release(isBroken);
	}
}
