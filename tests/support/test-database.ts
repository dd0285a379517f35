import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { inject } from "vitest";
import { TEMPLATE } from "./postgres-setup";

export type TestDatabase = {
	readonly url: string;
	/** Plain SQL, for looking at what was really stored. */
	readonly query: (sql: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
	/** A connection of one's own, for holding locks. */
	readonly connect: () => Promise<Client>;
	readonly drop: () => Promise<void>;
};

/** A database with tables and nothing in it, for one test file. */
export function freshDatabase(): Promise<TestDatabase> {
	return databaseLike(inject("postgres"));
}

/** `template`: connection string of the database with the tables. */
export async function databaseLike(template: string): Promise<TestDatabase> {
	const url = new URL(template);
	url.pathname = "/postgres";
	const name = `test_${randomUUID().replaceAll("-", "")}`;
	await asOwner(url.href, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
	const admin = url.href;
	url.pathname = `/${name}`;
	const connect = async () => {
		const client = new Client({ connectionString: url.href });
		client.on("error", () => undefined);
		await client.connect();
		return client;
	};
	return {
		url: url.href,
		connect,
		query: async (sql, values = []) => {
			const client = await connect();
			try {
				return (await client.query(sql, [...values])).rows;
			} finally {
				await client.end();
			}
		},
		drop: () => asOwner(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
	};
}

async function asOwner(url: string, sql: string): Promise<void> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}
