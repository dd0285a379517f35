/** The doctor before a whole portal: PostgreSQL, folder, keys, mail server and an instance that answers over HTTP. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { type MailServer, openMailServer } from "@/tests/support/mail-server";
import { runRelais } from "@/tests/support/run-relais";
import { enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { freePort } from "../../../../server/port";
import { makePartitions } from "../../tidy/make-partitions";
import { type Examination, examinePortal } from "./examine-portal";

const ROOT = join(import.meta.dirname, "../../../..");
const MEBIBYTE = 1_048_576;

let portal: TestServer;
let smtp: MailServer;
let instance: HttpServer;
let env: Record<string, string>;
const copies: string[] = [];

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	await portal.server.publisher.publishAll();
	smtp = await openMailServer();
	instance = createServer(async ({ url = "/" }, response) => {
		const answer = await portal.call(url);
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	});
	instance.listen(0, "127.0.0.1");
	await once(instance, "listening");
	const { port } = instance.address() as { port: number };
	env = {
		...{ DATABASE_URL: portal.database.url, RELAIS_DATA: portal.dataDir, SMTP_URL: smtp.url },
		...{ PORT: String(port), HOST: "127.0.0.1", RELAIS_METRICS_TOKEN: "m".repeat(40) },
	};
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
	instance.closeAllConnections();
	instance.close();
	await smtp.close();
	await portal.close();
	for (const folder of copies) await rm(folder, { recursive: true, force: true });
});

type Changed = { readonly env?: Readonly<Record<string, string>> } & Partial<Omit<Examination, "env" | "root">>;

/** What is not well, by its part: the worst, with what is said of it. */
async function complaints(changed: Changed = {}): Promise<Readonly<Record<string, string>>> {
	const findings = await examinePortal({
		...{ root: ROOT, now: portal.clock.now, free: async () => 5_000 * MEBIBYTE },
		...changed,
		env: { ...env, ...changed.env },
	});
	// The first fault of a part counts before all that is only to be looked at.
	const worstLast = (["look", "fault"] as const).flatMap((wanted) =>
		findings.filter(({ state }) => state === wanted).reverse(),
	);
	return Object.fromEntries(worstLast.map(({ part, state, says }) => [part, `${state} ${says}`]));
}

/** A copy of the data folder that a test may spoil. */
async function folderOfItsOwn(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "relais-doctor-"));
	copies.push(folder);
	await cp(portal.dataDir, folder, { recursive: true });
	return folder;
}

async function keyFile(folder: string, use: string): Promise<string> {
	const name = (await readdir(join(folder, "keys"))).find((each) => each.startsWith(`${use}-`));
	return join(folder, "keys", name ?? "");
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);
const withPath = (path: string) => Object.assign(new URL(portal.database.url), { pathname: path }).href;

/** Of this test's database, until what it answers is called. */
async function databaseSetting(setting: string): Promise<() => Promise<unknown>> {
	const name = nameOf(portal.database.url);
	await portal.database.query(`ALTER DATABASE ${name} SET ${setting}`);
	const others =
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()";
	await portal.database.query(others, [name]);
	return async () => {
		await portal.database.query("SET default_transaction_read_only = off").catch(() => undefined);
		const admin = await portal.database.connect();
		await admin.query("SET default_transaction_read_only = off");
		await admin.query(`ALTER DATABASE ${name} RESET ALL`);
		await admin.end();
		await portal.database.query(others, [name]);
	};
}

describe("[OP-7] the doctor", () => {
	it("finds nothing wrong with a portal that is well, and says what is still to be done", async () => {
		const said = await complaints();
		expect(Object.keys(said).sort()).toEqual(["audit entries", "commits", "database role", "keys"]);
		expect(said).toMatchObject({
			"audit entries": expect.stringMatching(
				/^look the portal's account could change or drop and read them: give it another/,
			),
			commits: expect.stringMatching(/^look each is on one machine only: use a synchronous standby/),
			keys: expect.stringMatching(/^look root-.+\.json lies here: .+take it to a safe place$/),
			"database role": expect.stringMatching(/^look .+: give it one of its own$/),
		});
	});

	it("names settings that cannot be used, and goes on with what does not need them", async () => {
		const said = await complaints({ env: { LOG_LEVEL: "verbose", SMTP_URL: "hunter2" } });
		expect(said["settings"]).toMatch(/^fault SMTP_URL cannot be used: .+ LOG_LEVEL cannot be used: /);
		expect(said["keys"]).toMatch(/^look root-/);
		expect((await complaints({ env: { DATABASE_URL: "" } }))["settings"]).toMatch(/^fault DATABASE_URL cannot be used/);
	});

	it("names a data folder that is not there, or no folder", async () => {
		const said = await complaints({ env: { RELAIS_DATA: join(portal.dataDir, "absent") } });
		expect(said["data folder"]).toMatch(/^fault .+absent cannot be used \(ENOENT\): set RELAIS_DATA/);
		const file = await complaints({ env: { RELAIS_DATA: join(portal.dataDir, "public/trust/list.jwt/x") } });
		expect(file["data folder"]).toMatch(/\(ENOTDIR\)/);
	});

	it("names a disk that is full, or soon will be", async () => {
		expect((await complaints({ free: async () => 12 * MEBIBYTE }))["disk"]).toMatch(
			/^fault 12 MiB are free .+make room/,
		);
		expect((await complaints({ free: async () => 500 * MEBIBYTE }))["disk"]).toMatch(/^look 500 MiB/);
	});

	it("names keys that others can read", async () => {
		const folder = await folderOfItsOwn();
		await chmod(await keyFile(folder, "status"), 0o644);
		const said = await complaints({ env: { RELAIS_DATA: folder } });
		expect(said["rights of keys"]).toMatch(/^fault other accounts can read .+status-.+\.json: chmod -R go= /);
	});

	it("names a key file that was lost, and keys that end", async () => {
		const folder = await folderOfItsOwn();
		await rm(await keyFile(folder, "dcc"));
		const lost = await complaints({ env: { RELAIS_DATA: folder } });
		expect(lost["keys"]).toMatch(/^fault .+keys\/dcc-.+\.json: keys_missing: put the file back/);
		const later = portal.clock.now + 390 * DAY;
		expect((await complaints({ now: later }))["keys"]).toMatch(/^look the keyset ends .+renew it before/);
		expect((await complaints({ now: later + 30 * DAY }))["keys"]).toMatch(/^fault the keyset ended .+renew it now/);
	});

	it("names published files that are absent, old, or ahead of the clock", async () => {
		const folder = await folderOfItsOwn();
		await rm(join(folder, "public/trust/keyset.jwt"));
		const here = { env: { RELAIS_DATA: folder } };
		expect((await complaints(here))["published files"]).toMatch(
			/^fault the list names what is not there \(\/trust\/keyset/,
		);
		await writeFile(join(folder, "public/trust/list.jwt"), "x");
		expect((await complaints(here))["published files"]).toMatch(/^fault the trust list cannot be read: start/);
		await rm(join(folder, "public/trust/list.jwt"));
		expect((await complaints(here))["published files"]).toMatch(/^fault there is no trust list: start/);
		const { now } = portal.clock;
		expect((await complaints({ now: now + 3 * HOUR }))["published files"]).toMatch(/^fault .+ was not renewed since/);
		expect((await complaints({ now: now - HOUR }))["published files"]).toMatch(/^fault .+ is ahead of this clock/);
		expect((await complaints({ now: now + 60 * DAY }))["published files"]).toMatch(/^fault .+ has ended: start/);
	});

	it("names a database that does not answer, by what stands in the way", async () => {
		const closed = Object.assign(new URL(portal.database.url), { port: String(await freePort()) }).href;
		const away = await complaints({ env: { DATABASE_URL: closed } });
		expect(away["database"]).toBe(
			"fault it does not answer (ECONNREFUSED): start PostgreSQL, or correct host and port in DATABASE_URL",
		);
		const unknown = await complaints({ env: { DATABASE_URL: withPath("/nowhere") } });
		expect(unknown["database"]).toMatch(/^fault it does not answer \(3D000\): make the database/);
	});

	it("names connections that are taken or too few", async () => {
		const role = `doctor_${randomBytes(4).toString("hex")}`;
		await portal.database.query(`CREATE ROLE ${role} LOGIN PASSWORD '${role}' CONNECTION LIMIT 0`);
		const url = Object.assign(new URL(portal.database.url), { username: role, password: role }).href;
		const taken = await complaints({ env: { DATABASE_URL: url } });
		await portal.database.query(`DROP ROLE ${role}`);
		expect(taken["database"]).toMatch(/^fault it does not answer \(53300\): all connections are taken/);
		const many = await complaints({ env: { RELAIS_DATABASE_POOL: "200" } });
		expect(many["connections"]).toMatch(/^(look|fault) .+an instance opens up to 200: raise max_connections/);
	});

	it("names a database without this release's tables, and one of a newer release", async () => {
		const elsewhere = new URL(portal.database.url);
		elsewhere.searchParams.set("options", "-c search_path=nowhere");
		const none = await complaints({ env: { DATABASE_URL: elsewhere.href } });
		expect(none["tables"]).toBe("fault there are none: npm run --silent migrate");
		const [last] = await portal.database.query(
			"UPDATE _prisma_migrations SET migration_name = '29991231000000_later' WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING id",
		);
		expect((await complaints())["tables"]).toMatch(/^fault 1 changes are to be made, the first is \d{14}_\w+: npm run/);
		const names = (await readdir(join(ROOT, "prisma/migrations"))).filter((name) => /^\d{14}_/.test(name)).sort();
		await portal.database.query("UPDATE _prisma_migrations SET migration_name = $1 WHERE id = $2", [
			names.at(-1),
			last?.["id"],
		]);
		const later =
			"INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29991231000000_later', now())";
		await portal.database.query(later);
		expect((await complaints())["tables"]).toMatch(/^look 1 changes are of a newer release/);
		await portal.database.query("DELETE FROM _prisma_migrations WHERE id = 'x'");
		expect(await complaints()).not.toHaveProperty("tables");
	});

	it("[RT-1] names a month that nobody made", async () => {
		const [row] = await portal.database.query(
			"SELECT to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM') AS next",
		);
		const next = String(row?.["next"]);
		await portal.database.query(`DROP TABLE passes_${next}`);
		expect((await complaints())["months"]).toMatch(
			`look none is made for ${next.replace("_", "-")}: look whether an instance runs`,
		);
		await makePartitions(portal.server.context);
		expect(await complaints()).not.toHaveProperty("months");
	});

	it("names a database that forgets commits", async () => {
		const restore = await databaseSetting("synchronous_commit = off");
		expect((await complaints())["commits"]).toMatch(/^fault the database is set to forget them: set fsync and/);
		await restore();
	});

	it("names a database whose log is full too soon", async () => {
		const set = async (change: string) => {
			await portal.database.query(`ALTER SYSTEM ${change}`);
			await portal.database.query("SELECT pg_reload_conf()");
		};
		await set("SET max_wal_size = '1GB'");
		await vi.waitFor(async () =>
			expect((await complaints())["database log"]).toBe(
				"look it is full too soon when a country comes back: set max_wal_size = 4GB",
			),
		);
		await set("RESET max_wal_size");
		await vi.waitFor(async () => expect(await complaints()).not.toHaveProperty("database log"));
	});

	it("names a database that takes no writes, and the instance that a balancer then leaves out", async () => {
		const restore = await databaseSetting("default_transaction_read_only = on");
		// What an instance said of its database counts for a second.
		await vi.waitFor(
			async () =>
				expect(await complaints()).toMatchObject({
					database: expect.stringMatching(/^fault it takes no writes: let DATABASE_URL lead to the primary/),
					instance: expect.stringMatching(/^fault a balancer sends it nothing \(database_read_only\)/),
				}),
			{ timeout: 30_000, interval: 500 },
		);
		await restore();
	});

	it("names clocks that differ", async () => {
		const said = await complaints({ now: portal.clock.now + 1_000 });
		expect(said["clocks"]).toMatch(/^fault .+ \d+ s apart: set both right \(NTP\)$/);
	});

	it("names field keys that stored rows need and that are not here, and passes of no month", async () => {
		const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await portal.server.publisher.publishAll();
		const records = [await issueRecord(counter, portal.clock.now)];
		expect((await postAs(portal, counter.key, { path: PATHS.records, body: { records } })).status).toBe(200);
		expect(await complaints()).not.toHaveProperty("field keys");
		// Signed while a clock was half a year ahead.
		await portal.database.query("UPDATE passes SET issued_at = issued_at + interval '6 months'");
		expect((await complaints())["months"]).toMatch(/^look there are records or passes of a month that is not made/);
		const folder = await folderOfItsOwn();
		await rm(await keyFile(folder, "field"));
		const other = { RELAIS_DATA: folder, RELAIS_FIELD_KEY: "A".repeat(43) };
		expect((await complaints({ env: other }))["field keys"]).toMatch(
			/^fault stored rows need [\w-]{11}: put the file back/,
		);
		const none = await complaints({ env: { RELAIS_DATA: folder } });
		expect(none["keys"]).toMatch(/^fault there is no key for the encrypted columns/);
	});

	it("names a mail server that is not there, and says where none is set", async () => {
		const said = await complaints({ env: { SMTP_URL: `smtp://account:hunter2@127.0.0.1:${await freePort()}` } });
		expect(said["mail server"]).toMatch(/^fault it does not take letters \(\w+\): .+ they wait meanwhile$/);
		expect(await complaints({ env: { SMTP_URL: "" } })).not.toHaveProperty("mail server");
	});

	it("names an instance that is not there, and what one warns of", async () => {
		const port = String(await freePort());
		expect((await complaints({ env: { PORT: port } }))["instance"]).toMatch(/^look none answers at .+\(ECONNREFUSED\)/);
		const { now } = portal.clock;
		portal.clock.now = now + 3 * HOUR;
		expect((await complaints({ now }))["instance"]).toBe("look it is ready, and warns: trust_list_old");
		portal.clock.now = now;
	});

	it("as a command answers 1 for a fault and 0 without one, and prints no secret and nobody", async () => {
		for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
		const well = await runRelais(["doctor"]);
		expect([well.status, well.stderr]).toEqual([0, ""]);
		expect(well.stdout).toMatch(/^ok {5}settings: they can be used$/m);
		vi.stubEnv("LOG_LEVEL", "verbose");
		vi.stubEnv("SMTP_URL", "smtp://account:hunter2@127.0.0.1:1");
		const ill = await runRelais(["doctor"]);
		expect(ill.status).toBe(1);
		expect(ill.stdout).toMatch(/^fault {2}settings: LOG_LEVEL cannot be used/m);
		const { password } = new URL(portal.database.url);
		expect(password).not.toBe("");
		for (const text of [well.stdout, ill.stdout]) {
			expect(text).not.toMatch(/hunter2|m{40}|ESSAI|postgres(ql)?:\/\//);
			expect(text).not.toContain(password);
		}
	});
});
