/** A PostgreSQL of one's own, of Debian's packages, that archives its log as docs/operations.md says. */
import { appendFile, chmod, chown, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../../server/port";
import { type Account, serverAccount } from "../../server/postgres/binaries";
import { printedBlock, replaced } from "../fleet/printed";
import type { Program, Programs } from "../fleet/programs";
import { shell } from "./shell";

const BIN = "/usr/lib/postgresql/15/bin";
const PASSWORD = "of-this-run-alone";

export type OwnPostgres = {
	readonly account: Account | undefined;
	/** Holds `data`, `restored` and `backups`. */
	readonly folder: string;
	readonly backups: string;
	/** The portal's. */
	readonly url: string;
	/** For PostgreSQL's programs: how its superuser connects. */
	readonly env: Readonly<Record<string, string>>;
	query(sql: string): Promise<readonly Record<string, unknown>[]>;
	/** Ends it, and begins it on another folder of its own. */
	moveTo(data: string): Promise<void>;
	stop(): Promise<void>;
};

export async function openOwnPostgres(programs: Programs): Promise<OwnPostgres> {
	const folder = await programs.folder("relais-own-postgres-");
	const account = await serverAccount();
	const backups = path.join(folder, "backups");
	const data = path.join(folder, "data");
	const passwordFile = path.join(folder, "password");
	await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
	for (const each of [backups, path.join(backups, "wal")]) await mkdir(each);
	if (account)
		for (const each of [folder, backups, path.join(backups, "wal"), passwordFile])
			await chown(each, account.uid, account.gid);
	await chmod(folder, 0o700);
	const init = `${BIN}/initdb -D '${data}' -U postgres --pwfile='${passwordFile}' --auth=scram-sha-256 -E UTF8 --locale=C`;
	await shell(init, { cwd: "/", account });
	const port = await freePort();
	const settings = replaced(await printedBlock("ini", "archive_mode"), new Map([["/var/backups/relais", backups]]));
	const own = `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\n`;
	await appendFile(path.join(data, "postgresql.conf"), own + settings);
	const start = (where: string) =>
		programs.start({
			program: `${BIN}/postgres`,
			args: ["-D", where],
			logFile: path.join(folder, "log"),
			account,
		});
	let server: Program = start(data);
	const url = (name: string) => `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`;
	await untilWritable(url("postgres"), server);
	await query(url("postgres"), "CREATE DATABASE relais");
	return {
		...{ account, folder, backups, url: url("relais") },
		env: {
			PGHOST: "127.0.0.1",
			PGPORT: String(port),
			PGUSER: "postgres",
			PGPASSWORD: PASSWORD,
			PATH: `${BIN}:${process.env["PATH"]}`,
		},
		query: (sql) => query(url("relais"), sql),
		async moveTo(where) {
			server = start(where);
			await untilWritable(url("relais"), server);
		},
		// Its fast stop: connections are ended.
		stop: async () => {
			await server.end("SIGINT");
		},
	};
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	client.on("error", () => undefined);
	await client.connect();
	try {
		const result: pg.QueryResult | readonly pg.QueryResult[] = await client.query(sql);
		return "rows" in result ? result.rows : [];
	} finally {
		await client.end();
	}
}

async function untilWritable(url: string, server: Program): Promise<void> {
	for (let attempt = 0; attempt < 600; attempt++) {
		if (!server.running()) throw new Error(`PostgreSQL ended:\n${(await server.log()).slice(-2_000)}`);
		const rows = await query(url, "SELECT pg_is_in_recovery() AS recovering").catch(() => []);
		if (rows[0]?.["recovering"] === false) return;
		await sleep(200);
	}
	throw new Error(`PostgreSQL does not take writes:\n${(await server.log()).slice(-2_000)}`);
}
