/** Records and passes by month. On a portal whose months lie apart. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { openServer } from "@/lib/server/context/open-context";
import { resealColumns } from "@/lib/server/services/field-key/reseal-columns";
import { openPass } from "@/lib/server/services/pass/open-pass";
import { makePartitions } from "@/lib/server/tidy/make-partitions";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { COMMAND } from "@/tests/support/actors";
import { freshDatabase } from "@/tests/support/test-database";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openServerOn, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

const REAL = Math.floor(Date.now() / 1_000);

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

/** A portal whose first partition, of everything until this month, is not there: as after years. */
async function openPortal(now: NumericDate): Promise<void> {
	const database = await freshDatabase();
	for (const table of ["records", "passes"]) {
		await database.query(`ALTER TABLE ${table} DETACH PARTITION ${table}_first; DROP TABLE ${table}_first`);
	}
	portal = await openServerOn(database, { now });
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
}

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

async function send(record: RecordInput): Promise<RecordAnswer> {
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	const [first] = recordBatchAnswer.parse(await answer.json()).answers;
	if (first === undefined) throw new Error("no answer");
	return first;
}

/** Where the rows of a record lie. */
async function places({ key }: RecordInput): Promise<readonly string[]> {
	const rows = await portal.database.query(
		`SELECT tableoid::regclass::text AS place FROM records WHERE key = $1
		 UNION ALL SELECT tableoid::regclass::text FROM passes WHERE record_key = $1 ORDER BY place`,
		[key],
	);
	return rows.map(({ place }) => String(place));
}

const monthOf = (at: NumericDate) => new Date(at * 1_000).toISOString().slice(0, 7).replace("-", "_");

async function open({ holderToken: token, stripNumber }: RecordInput) {
	return openPass(portal.server.context, { token, stripNumber });
}

describe("over the end of a month", () => {
	const today = new Date(REAL * 1_000);
	const border = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1) / 1_000;
	const [before, after] = [border - MINUTE, border + MINUTE];

	beforeAll(() => openPortal(before));
	afterAll(() => portal.close());
	beforeEach(async () => {
		portal.clock.now = before;
		await makePartitions(portal.server.context);
	});

	it("[RT-1] what no partition is there for is registered, and moved when its month is made", async () => {
		const month = `records_${monthOf(before)}`;
		const rows = await portal.database.query("SELECT to_regclass($1) IS NULL AS missing", [month]);
		expect(rows).toEqual([{ missing: true }]);
		const record = await issue();
		expect(await send(record)).toMatchObject({ outcome: "registered" });
		expect(await places(record)).toEqual(["passes_default", "records_default"]);
		await makePartitions(portal.server.context);
		expect(await places(record)).toEqual([`passes_${monthOf(before)}`, month]);
		expect(await open(record)).toMatchObject({ state: "ready" });
	});

	it("[RT-2] the same record is answered as it was first, and is there once", async () => {
		const record = await issue();
		const first = await send(record);
		portal.clock.now = after;
		const others = await Promise.all([send(record), send(record), send(record)]);
		expect(others).toEqual([first, first, first]);
		expect(await places(record)).toEqual([`passes_${monthOf(before)}`, `records_${monthOf(before)}`]);
		expect(await open(record)).toMatchObject({ state: "ready", registeredAt: before });
	});

	it("[RT-2] an index is taken by who had it first, and a key by its first content", async () => {
		const index = nextIndex++;
		const record = await issue({ index });
		await send(record);
		portal.clock.now = after;
		const second = await issue({ index, claims: { n: ["AUTRE", "Dominique"] } });
		expect(await send(second)).toMatchObject({ outcome: "refused", reason: "index_reused" });
		const { holderToken: _, ...paper } = record;
		const renamed = { ...paper, key: randomUUID(), holderToken: randomBytes(16).toString("base64url") };
		expect(await send(renamed)).toMatchObject({ outcome: "refused", reason: "already_registered" });
		expect(await send({ ...(await issue()), key: record.key })).toMatchObject({ reason: "key_reused" });
		expect([await places(second), await places(renamed)]).toEqual([[], []]);
	});

	it("[RT-2] whoever inserts a record makes its claim, and none inserts it again", async () => {
		const record = await issue();
		await send(record);
		// As an instance of an earlier release does, which knows no claims.
		const insert = async (key: string, index: number) => {
			const [made] = await portal.database.query(
				`WITH made AS (
					INSERT INTO records SELECT (jsonb_populate_record(r, jsonb_build_object('key', $2::text, 'status_index', $3::int,
						'registered_at', to_timestamp($4)))).* FROM records r WHERE key = $1 ON CONFLICT DO NOTHING RETURNING key
				) SELECT count(*)::int AS rows FROM made`,
				[record.key, key, index, after],
			);
			return made?.["rows"];
		};
		const [stored] = await portal.database.query("SELECT status_index FROM records WHERE key = $1", [record.key]);
		const index = Number(stored?.["status_index"]);
		const key = randomUUID();
		expect(await insert(record.key, index + 500)).toBe(0);
		expect(await insert(key, index)).toBe(0);
		expect(await insert(key, index + 500)).toBe(1);
		expect(await insert(key, index + 501)).toBe(0);
		const claims = await portal.database.query("SELECT status_index FROM record_claims WHERE key = $1", [key]);
		expect(claims).toEqual([{ status_index: index + 500 }]);
		await portal.database.query("DELETE FROM records WHERE key = $1", [key]);
	});

	it("[RT-2] a record stays in its month", async () => {
		const record = await issue();
		await send(record);
		const moved = portal.database.query("UPDATE records SET registered_at = now() WHERE key = $1", [record.key]);
		await expect(moved).rejects.toThrow(/stays in the month/);
		expect(await places(record)).toHaveLength(2);
	});

	it("[RT-1] columns of every partition are encrypted anew", async () => {
		await send(await issue());
		portal.clock.now = after;
		await send(await issue());
		const [count] = await portal.database.query(
			"SELECT count(*)::int AS n, count(DISTINCT tableoid)::int AS months FROM records",
		);
		expect(count?.["months"]).toBeGreaterThan(1);
		const settings = { ...portal.server.context.settings, fieldKeys: randomBytes(32).toString("base64url") };
		const rotated = await openServer(settings, { clock: () => portal.clock.now });
		expect(await resealColumns(rotated.context, COMMAND)).toMatchObject({ records: count?.["n"] });
		expect(await resealColumns(rotated.context, COMMAND)).toMatchObject({ records: 0, passes: 0 });
		await rotated.stop();
	});
});
