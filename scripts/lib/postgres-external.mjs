/** A PostgreSQL of one's own (DATABASE_URL): looked at before it is used, never started or stopped. */
import { PostgresUnavailable } from "./postgres-binaries.mjs";

const OLDEST = 15;

/** @param {import("pg").Client} client */
export async function ensureDatabase(client, name) {
	const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
	if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
}

/**
 * @param {string} url connection string of an existing database
 * @returns {Promise<import("./postgres.mjs").Database>} throws PostgresUnavailable, without the password, if it cannot
 *   be reached or is too old
 */
export async function openExternal(url) {
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

function unusable(reason) {
	return new PostgresUnavailable(`the PostgreSQL of DATABASE_URL cannot be used: ${reason}`);
}

async function withClient(url, use) {
	if (!/^postgres(ql)?:\/\//.test(url)) {
		throw unusable("that is no address such as postgresql://user:password@host:5432/database");
	}
	const { default: pg } = await import("pg");
	let client;
	try {
		client = new pg.Client({ connectionString: url });
		await client.connect();
	} catch (error) {
		// Several addresses of one name failed: then only the single errors have messages.
		throw unusable(error.message || error.errors?.map(({ message }) => message).join("; "));
	}
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}
