import pg from "pg";

/** Plain SQL on a portal's own database: to see what was really stored, or to change it without the portal. */
export async function queryPortal(
	databaseUrl: string,
	text: string,
	values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		return (await client.query(text, [...values])).rows;
	} finally {
		await client.end();
	}
}
