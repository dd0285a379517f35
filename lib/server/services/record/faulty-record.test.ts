/** A fault of ours that one record of a batch meets: its neighbours register, and nothing of it is lost or half done. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { installServer } from "@/lib/server/context/current-context";
import type { ServerContext } from "@/lib/server/context/server-context";
import { openLog } from "@/lib/server/settings/log";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;
let logged: string[] = [];

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterEach(() => mended());
afterAll(() => portal.close());

/** The portal with its log in sight, and with parts that break as the test says. */
function broken(parts: Partial<ServerContext> = {}): void {
	logged = [];
	const log = openLog("warn", { write: (line: string) => void logged.push(line) });
	installServer({ ...portal.server, context: { ...portal.server.context, log, ...parts } });
}

async function mended(): Promise<void> {
	await portal.database.query("DROP TRIGGER IF EXISTS fault ON passes");
	installServer(portal.server);
}

/** A database that fails on the pass of one record, when the record itself is written already. */
async function failOnPassOf({ key, identity }: RecordInput, when: "BEFORE INSERT" | "AT COMMIT"): Promise<void> {
	await portal.database.query(
		`CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF NEW.record_key = '${key}' THEN RAISE EXCEPTION 'no pass for ${identity.family}'; END IF;
			RETURN NEW;
		END $$`,
	);
	await portal.database.query(
		when === "BEFORE INSERT"
			? "CREATE TRIGGER fault BEFORE INSERT ON passes FOR EACH ROW EXECUTE FUNCTION fault()"
			: `CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON passes DEFERRABLE INITIALLY DEFERRED
				FOR EACH ROW EXECUTE FUNCTION fault()`,
	);
}

const issue = (count: number) =>
	Promise.all(Array.from({ length: count }, () => issueRecord(counter, portal.clock.now, { index: nextIndex++ })));

async function send(records: readonly RecordInput[]): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
	expect(answer.status).toBe(200);
	return recordBatchAnswer.parse(await answer.json()).answers;
}

/** What there is of each record: row, pass, holder link. */
async function parts(records: readonly RecordInput[]): Promise<readonly number[]> {
	const rows = await portal.database.query(
		`SELECT (SELECT count(*)::int FROM records r WHERE r.key = k) + (SELECT count(*)::int FROM passes WHERE record_key = k)
			+ (SELECT count(*)::int FROM holder_links WHERE record_key = k) AS parts
		 FROM unnest($1::uuid[]) WITH ORDINALITY AS keys(k, n) ORDER BY n`,
		[records.map(({ key }) => key)],
	);
	return rows.map((row) => Number(row["parts"]));
}

async function expectOnlyOneToWait(records: readonly RecordInput[], faulty: RecordInput): Promise<void> {
	const waits = { key: faulty.key, outcome: "retry", reason: "internal_fault" };
	const whole = records.map((record) => (record === faulty ? 0 : 3));
	const first = await send(records);
	expect(first.map(({ key }) => key)).toEqual(records.map(({ key }) => key));
	for (const answer of first) {
		if (answer.key === faulty.key) expect(answer).toEqual(waits);
		else expect(answer).toMatchObject({ outcome: "registered", registeredAt: portal.clock.now });
	}
	expect(await parts(records)).toEqual(whole);

	portal.clock.now += 5;
	expect(await send(records)).toEqual(first);
	expect(await parts(records)).toEqual(whole);

	expect(logged.some((line) => JSON.parse(line).level === "error" && line.includes(faulty.key))).toBe(true);
	for (const line of logged) expect(line).not.toMatch(/ESSAI|DURAND|Camille|1990-02-03|RP1:/);

	await mended();
	const [last] = await send([faulty]);
	expect(last).toMatchObject({ key: faulty.key, outcome: "registered", registeredAt: portal.clock.now });
	expect(await send(records)).toEqual(first.map((answer) => (answer.key === faulty.key ? last : answer)));
	expect(await parts(records)).toEqual(records.map(() => 3));
}

describe("a record that alone meets a fault", () => {
	it.each(["BEFORE INSERT", "AT COMMIT"] as const)("is asked for again when its pass fails %s", async (when) => {
		const records = await issue(5);
		const faulty = records[2] as RecordInput;
		broken();
		await failOnPassOf(faulty, when);
		await expectOnlyOneToWait(records, faulty);
	});

	it("is asked for again when it cannot be prepared", async () => {
		const records = await issue(5);
		const faulty = records[0] as RecordInput;
		const { cipher } = portal.server.context;
		const seal: typeof cipher.seal = (place, text) => {
			if (place.row.includes(faulty.key)) throw new Error(`no cipher for ${faulty.identity.family}`);
			return cipher.seal(place, text);
		};
		broken({ cipher: { ...cipher, seal } });
		await expectOnlyOneToWait(records, faulty);
	});
});

describe("a database that goes away while a record is written", () => {
	it("fails the call as a whole, so that every record is sent again", async () => {
		const records = await issue(3);
		broken();
		await portal.database.query(
			`CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`,
		);
		await portal.database.query("CREATE TRIGGER fault BEFORE INSERT ON passes FOR EACH ROW EXECUTE FUNCTION fault()");
		const request = { path: PATHS.records, body: { records } };
		expect((await postAs(portal, counter.key, request)).status).toBe(503);
		expect(await parts(records)).toEqual([0, 0, 0]);
		await mended();
		expect((await send(records)).map(({ outcome }) => outcome)).toEqual(["registered", "registered", "registered"]);
	});
});
