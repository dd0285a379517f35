/** A portal whose database account owns nothing, made by the SQL of docs/operations.md as it is printed there. */
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
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

const ROOT = join(import.meta.dirname, "../..");
const ACCOUNT = `app_${randomBytes(6).toString("hex")}`;
const PASSWORD = randomBytes(12).toString("hex");

let portal: TestServer;
let url: string;
let counter: EnrolledDevice;
let door: EnrolledDevice;

beforeAll(async () => {
	const database = await freshDatabase();
	const printed = await printedBlock("sql", "CREATE ROLE relais_app");
	const names = new Map([
		["relais_app", ACCOUNT],
		["choose-one", PASSWORD],
	]);
	await database.query(replaced(printed, names));
	url = Object.assign(new URL(database.url), { username: ACCOUNT, password: PASSWORD }).href;
	portal = await openServerOn({ ...database, url }, { now: Math.floor(Date.now() / 1_000) });
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	await portal.server.publisher.publishAll();
});
afterAll(async () => {
	const { query } = portal.database;
	await query(`DROP OWNED BY ${ACCOUNT} CASCADE`);
	await query(`DROP ROLE ${ACCOUNT}`);
	await portal.close();
});

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

	it.each([
		"DROP TABLE records",
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
		const client = new Client({ connectionString: url });
		await client.connect();
		try {
			await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
			// A release later the same account works with what the owner made meanwhile.
			await client.query("INSERT INTO later VALUES ('x')");
			expect((await client.query("SELECT FROM later")).rowCount).toBeGreaterThan(0);
		} finally {
			await client.end();
		}
	});
});
