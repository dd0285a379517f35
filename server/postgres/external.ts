/** A PostgreSQL of one's own (DATABASE_URL): looked at before it is used, never started or stopped. */
import type { Client } from "pg";
import { PostgresUnavailable } from "./binaries";
import type { Database } from "./database";

const OLDEST = 15;

export async function ensureDatabase(client: Client, name: string): Promise<void> {
	const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
	if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
}

/**
 * @param url connection string of an existing database
 * @throws PostgresUnavailable, without the password, if it cannot be reached or is too old
 */
export async function openExternal(url: string): Promise<Database> {
	await withClient(url, async (client) => {
		const { rows } = await client.query("SHOW server_version");
		const version = rows[0].server_version;
		if (Number.parseInt(version, 10) < OLDEST) throw unusable(`it is version ${version}, not ${OLDEST} or later`);
	});
	return {
		url,
		external: true,
		createDatabase: async (name) => {
			await withClient(url, (client) => ensureDatabase(client, name));
			const other = new URL(url);
			other.pathname = `/${name}`;
			return other.href;
		},
		dropDatabase: (name) =>
			withClient(url, async (client) => {
				await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
			}),
		stop: async () => {},
		destroy: async () => {},
	};
}

function unusable(reason: string): PostgresUnavailable {
	return new PostgresUnavailable(`the PostgreSQL of DATABASE_URL cannot be used: ${reason}`);
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
	if (!/^postgres(ql)?:\/\//.test(url)) {
		throw unusable("that is no address such as postgresql://user:password@host:5432/database");
	}
	const { default: pg } = await import("pg");
	let client: Client;
	try {
		client = new pg.Client({ connectionString: url });
		await client.connect();
	} catch (error) {
		throw unusable(reasonOf(error));
	}
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

/** Where several addresses of one name failed, only the single errors have messages. */
function reasonOf(error: unknown): string {
	const { message, errors = [] } = error as Error & { readonly errors?: readonly Error[] };
	return message || errors.map((each) => each.message).join("; ");
}
