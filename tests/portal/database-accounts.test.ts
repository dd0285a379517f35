/** A portal whose database account owns nothing, made by the SQL of docs/operations.md as it is printed there. */

import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { recordBatchAnswer } from "@/lib/protocol/records";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { examinePortal } from "@/lib/server/services/doctor/examine-portal";
import { resealColumns } from "@/lib/server/services/field-key/reseal-columns";
import { MINUTE } from "@/lib/shared/numeric-date";
import { printedBlock, replaced } from "@/tests/fleet/printed";
import { COMMAND } from "@/tests/support/actors";
import { freshDatabase } from "@/tests/support/test-database";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openServerOn, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";
import { TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";

const ROOT = join(import.meta.dirname, "../..");
const ACCOUNT = `app_${randomBytes(6).toString("hex")}`;
const AUDITOR = `audit_${randomBytes(6).toString("hex")}`;
const PASSWORD = randomBytes(12).toString("hex");

let portal: TestServer;
let url: string;
let auditorUrl: string;
let counter: EnrolledDevice;
let door: EnrolledDevice;

beforeAll(async () => {
	const database = await freshDatabase();
	await database.query(await printedWith("CREATE ROLE relais_app", [["choose-one", PASSWORD]]));
	url = Object.assign(new URL(database.url), { username: ACCOUNT, password: PASSWORD }).href;
	auditorUrl = Object.assign(new URL(database.url), { username: AUDITOR, password: PASSWORD }).href;
	portal = await openServerOn({ ...database, url }, { now: Math.floor(Date.now() / 1_000) });
	// As it stands where only the first block was run, by an earlier release.
	expect((await complaint())?.says).toMatch(
		/^the portal's account could change or drop and read them: run the second block/,
	);
	const auditor = [
		["relais_audit", AUDITOR],
		["choose-another", PASSWORD],
	] as const;
	await database.query(await printedWith("CREATE ROLE relais_audit", auditor));
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	await portal.server.publisher.publishAll();
});
afterAll(async () => {
	const { query } = portal.database;
	for (const account of [ACCOUNT, AUDITOR]) await query(`DROP OWNED BY ${account} CASCADE; DROP ROLE ${account}`);
	await portal.close();
});

async function printedWith(mark: string, names: readonly (readonly [string, string])[]): Promise<string> {
	return replaced(await printedBlock("sql", mark), new Map([["relais_app", ACCOUNT], ...names]));
}

/** What the doctor says of the portal's account and the audit trail. */
async function complaint() {
	const env = { DATABASE_URL: url, RELAIS_DATA: portal.dataDir };
	const findings = await examinePortal({ env, root: ROOT, now: portal.clock.now });
	return findings.find(({ part }) => part === "audit entries");
}

/** By a connection of that account. */
async function asking(connectionString: string, statement: string) {
	const client = new Client({ connectionString });
	await client.connect();
	try {
		return await client.query(statement);
	} finally {
		await client.end();
	}
}

async function sent(device: EnrolledDevice, path: string, body: object): Promise<unknown> {
	const answer = await postAs(portal, device.key, { path, body });
	expect(answer.status).toBe(200);
	return answer.json();
}

async function onConsole(path: string, body: object, cookie: string): Promise<Response> {
	const headers = { "content-type": "application/json", origin: ORIGIN, cookie };
	return portal.call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function consoleCookie(): Promise<string> {
	const token = (await createConsoleLink(portal.server.context, "essai", COMMAND)).split("#")[1];
	const opened = await onConsole(PATHS.console.session, { token }, "");
	return (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

describe("[OP-8] an account that owns nothing", () => {
	it("registers, opens, revokes, allots, counts and reports", async () => {
		const record = await issueRecord(counter, portal.clock.now);
		const { answers } = recordBatchAnswer.parse(await sent(counter, PATHS.records, { records: [record] }));
		expect(answers).toMatchObject([{ outcome: "registered" }]);
		const { key: _, attestation: __, issued: ___, queued: ____, holderToken, stripNumber, ...person } = record;
		const { identity, contact, sampled, locale } = person;
		const recorded = { at: portal.clock.now - MINUTE, zone: "Europe/Paris" };
		const positive = { key: randomUUID(), identity, contact, product: "1232", sampled, recorded, locale };
		expect(await sent(counter, PATHS.positives, { results: [positive] })).toMatchObject({
			answers: [{ outcome: "registered" }],
		});
		const opening = { method: "POST", headers: { "content-type": "application/json", origin: ORIGIN } };
		const body = JSON.stringify({ token: holderToken, stripNumber });
		expect(await (await portal.call(PATHS.openPass, { ...opening, body })).json()).toMatchObject({ state: "ready" });
		await sent(counter, PATHS.kit, { key: randomUUID(), indicesLeft: 0 });
		await sent(counter, PATHS.sharedPapers, {});
		const revocation = { attestation: record.attestation, reason: "entry_error" };
		expect(await sent(counter, PATHS.revocations, revocation)).toMatchObject({ outcome: "revoked" });
		const id = randomUUID();
		const at = { assignment: "film", gate: "A" };
		const event = { type: "correction", id, ...at, at: portal.clock.now, direction: "in" };
		const post = { ...at, role: "both", after: 0, completeAt: null };
		const heard = await sent(door, PATHS.checkins, { events: [event], post });
		expect(checkinExchangeAnswer.parse(heard).stored).toEqual([id]);
		const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		expect(await sent(door, PATHS.codeReports, { day, hashes: ["AAAA"] })).toEqual({ received: 1 });
	});

	it("does an operator's work, encrypts anew, and publishes", async () => {
		const cookie = await consoleCookie();
		const venue = { id: randomUUID(), name: "Salle" };
		expect((await onConsole(PATHS.console.venues, venue, cookie)).status).toBe(201);
		const pharmacy = { number: "40177", name: "Pharmacie", town: "Lyon" };
		expect((await onConsole(PATHS.console.pharmacies, pharmacy, cookie)).status).toBe(201);
		const denial = { device: door.kit.deviceId, reason: "lost" };
		expect((await onConsole(PATHS.console.denials, denial, cookie)).status).toBe(201);
		expect((await portal.call(PATHS.console.overview, { headers: { cookie, origin: ORIGIN } })).status).toBe(200);
		await resealColumns(portal.server.context, COMMAND);
		await portal.server.publisher.publishAll();
	});

	it("is the one that the doctor wants to see", async () => {
		const env = { DATABASE_URL: url, RELAIS_DATA: portal.dataDir };
		const findings = await examinePortal({ env, root: ROOT, now: portal.clock.now });
		expect(findings).toContainEqual({ part: "database role", state: "ok", says: "it is not the tables' owner" });
	});

	it("makes the partitions of months, and drops none that could be asked for", async () => {
		const { query } = portal.database;
		const [last] = await query(
			"SELECT partition::text AS name FROM partition_ranges('records') ORDER BY upper DESC LIMIT 1",
		);
		const name = String(last?.["name"]);
		await query(`ALTER TABLE records DETACH PARTITION ${name}; DROP TABLE ${name}`);
		const stranger = `${ACCOUNT}_stranger`;
		await query(`CREATE ROLE ${stranger} LOGIN PASSWORD '${PASSWORD}'`);
		const connect = async (username: string) => {
			const client = new Client({ connectionString: Object.assign(new URL(url), { username }).href });
			await client.connect();
			return client;
		};
		const [client, other] = await Promise.all([connect(ACCOUNT), connect(stranger)]);
		try {
			await expect(other.query("SELECT make_partition()")).rejects.toMatchObject({ code: "42501" });
			await expect(other.query("SELECT drop_partition('-infinity')")).rejects.toMatchObject({ code: "42501" });
			expect((await client.query("SELECT make_partition() AS name")).rows).toEqual([{ name }]);
			expect((await client.query("SELECT make_partition() AS name")).rows).toEqual([{ name: null }]);
			await expect(client.query("SELECT drop_partition(now())")).rejects.toMatchObject({ code: "22023" });
			// Not by its own search path, which is the caller's to choose.
			await client.query("SET search_path = pg_temp; CREATE TEMP TABLE records (key text)");
			expect((await client.query("SELECT public.make_partition() AS name")).rows).toEqual([{ name: null }]);
		} finally {
			await Promise.all([client.end(), other.end()]);
			await query(`DROP ROLE ${stranger}`);
		}
	});

	it.each([
		"DROP TABLE records",
		"DROP TABLE records_default",
		"CREATE TABLE more PARTITION OF records FOR VALUES FROM ('2200-01-01') TO ('2300-01-01')",
		"ALTER TABLE records DETACH PARTITION records_default",
		"DROP TRIGGER claim_record ON records",
		"ALTER TABLE records ADD COLUMN more text",
		"TRUNCATE check_ins",
		"CREATE TABLE more (id text)",
		"CREATE INDEX more ON records (registered_at)",
		"DROP TABLE _prisma_migrations",
		"UPDATE _prisma_migrations SET rolled_back_at = now()",
		"DELETE FROM _prisma_migrations",
		"DROP TABLE later",
	])("cannot %s", async (statement) => {
		await portal.database.query("CREATE TABLE IF NOT EXISTS later (id text)");
		await expect(asking(url, statement)).rejects.toMatchObject({ code: "42501" });
		// A release later the same account works with what the owner made meanwhile.
		await asking(url, "INSERT INTO later VALUES ('x')");
		expect((await asking(url, "SELECT FROM later")).rowCount).toBeGreaterThan(0);
	});
});

describe("[AU-4] the audit trail", () => {
	const ADD = `INSERT INTO audit_entries (actor_kind, actor, action, subject) VALUES ('command', 'x', 'venue.added', '{}')`;

	it("is added to by the portal's account, which the doctor then finds right", async () => {
		expect(await complaint()).toEqual({
			part: "audit entries",
			state: "ok",
			says: "the portal's account can add them, and neither read nor change them",
		});
		expect((await asking(url, ADD)).rowCount).toBe(1);
		await portal.database.query(`REVOKE INSERT ON audit_entries FROM ${ACCOUNT}`);
		expect(await complaint()).toMatchObject({ state: "fault", says: expect.stringMatching(/ may not add any, and /) });
		await portal.database.query(`GRANT INSERT ON audit_entries TO ${ACCOUNT}`);
	});

	it.each([
		"SELECT FROM audit_entries",
		`${ADD} RETURNING id`,
		"UPDATE audit_entries SET actor = 'x'",
		"DELETE FROM audit_entries",
		"TRUNCATE audit_entries",
		"ALTER TABLE audit_entries DISABLE TRIGGER ALL",
		"DROP TABLE audit_entries",
		"SET session_replication_role = replica",
	])("is neither read nor changed by it: %s", async (statement) => {
		await expect(asking(url, statement)).rejects.toMatchObject({ code: "42501" });
	});

	it("[AU-1] has of a command which it was, and the machine's account that ran it", async () => {
		const env = { ...process.env, DATABASE_URL: url, RELAIS_DATA: portal.dataDir, LOG_LEVEL: "silent" };
		for (const name of ["make-console-link", "reseal"]) {
			const command = [...TYPESCRIPT, join(ROOT, `server/commands/${name}.ts`)];
			await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
		}
		const { rows } = await asking(auditorUrl, "SELECT action, actor FROM audit_entries ORDER BY id DESC LIMIT 2");
		const { username } = userInfo();
		expect(rows).toEqual([
			{ action: "columns.resealed", actor: `reseal, account ${username}` },
			{ action: "console-link.made", actor: `console-link, account ${username}` },
		]);
	});

	it("is read by the auditor's account", async () => {
		const { rows } = await asking(auditorUrl, "SELECT DISTINCT action FROM audit_entries ORDER BY action");
		expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(["device.denied", "venue.added"]));
	});

	it("is all that the auditor's account can do anything with", async () => {
		const tables = await portal.database.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
		const others = tables.map(({ name }) => String(name)).filter((name) => name !== "audit_entries");
		expect(others.length).toBeGreaterThan(20);
		const attempts = [
			...others.map((name) => `SELECT FROM "${name}"`),
			...[ADD, "UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"],
			...["SELECT nextval('audit_entries_id_seq')", "CREATE TABLE more (id text)", "DROP TABLE audit_entries"],
		];
		for (const statement of attempts) {
			await expect(asking(auditorUrl, statement), statement).rejects.toMatchObject({ code: "42501" });
		}
	});

	it("loses by the owner's printed block what is old, which is an entry, and keeps the rest", async () => {
		const { query } = portal.database;
		await query("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_dated");
		await query(ADD.replace("(actor_kind", "(at, actor_kind").replace("('command'", "('2001-01-01', 'command'"));
		await query("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_dated");
		const young = await query("SELECT * FROM audit_entries WHERE at > '2002-01-01' ORDER BY id");
		await query(await printedBlock("sql", "entries.deleted"));
		const left = await query("SELECT * FROM audit_entries ORDER BY id");
		expect(left.slice(0, -1)).toEqual(young);
		expect(left.at(-1)).toMatchObject({ action: "entries.deleted", actor_kind: "command", subject: {} });
		await expect(query("DELETE FROM audit_entries")).rejects.toThrow("only ever added");
	});
});
