/** Records and passes by month, and what stays of them when their month goes. On a portal whose months lie apart. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { openServer } from "@/lib/server/context/open-context";
import { resealColumns } from "@/lib/server/services/field-key/reseal-columns";
import { openPass } from "@/lib/server/services/pass/open-pass";
import { forgetOld } from "@/lib/server/tidy/forget-old";
import { makePartitions } from "@/lib/server/tidy/make-partitions";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { COMMAND } from "@/tests/support/actors";
import { freshDatabase } from "@/tests/support/test-database";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openServerOn, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";

const REAL = Math.floor(Date.now() / 1_000);
const KEPT_DAYS = 450;

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

/** A portal whose first partition, of everything until this month, is not there: as after years. */
async function openPortal(now: NumericDate, env: Readonly<Record<string, string>> = {}): Promise<void> {
	const database = await freshDatabase();
	for (const table of ["records", "passes"]) {
		await database.query(`ALTER TABLE ${table} DETACH PARTITION ${table}_first; DROP TABLE ${table}_first`);
	}
	portal = await openServerOn(database, { env, now });
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

describe("after the days for which records are kept", () => {
	const old = REAL - 500 * DAY;

	beforeAll(() => openPortal(old, { RELAIS_RECORD_DAYS: String(KEPT_DAYS) }));
	afterAll(() => portal.close());

	const forget = async () => {
		await makePartitions(portal.server.context);
		await forgetOld(portal.server.context);
	};
	/** What the audit trail says of it (AU-1). */
	const forgotten = async () => {
		const entries = await portal.database.query(
			"SELECT actor, subject->>'partition' AS name FROM audit_entries WHERE action = 'month.forgotten'",
		);
		expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(["tidy"]));
		return entries.map(({ name }) => name).sort();
	};
	const count = async (table: string) =>
		Number((await portal.database.query(`SELECT count(*)::int AS n FROM ${table}`))[0]?.["n"]);

	it("[RT-3] [RT-2] the month goes whole, and a record of it that comes again is registered already", async () => {
		const [record, revoked] = [await issue(), await issue()];
		const first = await send(record);
		await send(revoked);
		const body = { attestation: revoked.attestation, reason: "entry_error" };
		await postAs(portal, counter.key, { path: PATHS.revocations, body });
		await forget();
		expect([await places(record), await places(revoked), await count("record_claims")]).toEqual([[], [], 2]);
		expect(await forgotten()).toEqual([`public.passes_${monthOf(old)}`, `public.records_${monthOf(old)}`]);
		portal.clock.now += MINUTE;
		expect(await send(record)).toEqual({ ...first, passId: "" });
		expect(await send(revoked)).toMatchObject({ outcome: "refused", reason: "revoked" });
		expect(await send({ ...(await issue()), key: record.key })).toMatchObject({ reason: "key_reused" });
		const { holderToken: _, ...paper } = record;
		const renamed = { ...paper, key: randomUUID(), holderToken: randomBytes(16).toString("base64url") };
		expect(await send(renamed)).toMatchObject({ outcome: "refused", reason: "already_registered" });
		expect([await count("records"), await count("passes"), await count("record_claims")]).toEqual([0, 0, 2]);
		expect(await open(record)).toEqual({ state: "withdrawn", reason: "other", forgotten: true });
	});

	it("[RT-2] [OL-2] what a device used up stays used up", async () => {
		await send(await issue({ index: 700 }));
		await forget();
		const answer = await postAs(portal, counter.key, {
			path: PATHS.kit,
			body: { key: randomUUID(), indicesLeft: 100 },
		});
		const kit = deviceKit.parse(await answer.json());
		expect(kit.highestIndex).toBe(700);
	});

	it("[RT-3] what is younger stays, and nobody drops what is younger than a pass", async () => {
		const record = await issue();
		await send(record);
		await makePartitions(portal.server.context);
		const { context } = portal.server;
		for (const recordDays of [501, undefined]) {
			await forgetOld({ ...context, settings: { ...context.settings, recordDays } });
			expect(await places(record)).toHaveLength(2);
		}
		const drop = portal.database.query("SELECT drop_partition(now() - interval '399 days')");
		await expect(drop).rejects.toThrow(/kept for 400 days/);
	});

	it("[RT-3] positive results and second papers go with it", async () => {
		const { identity, contact, sampled, locale } = await issue();
		const recorded = { at: portal.clock.now, zone: "Europe/Paris" };
		const result = { key: randomUUID(), identity, contact, product: "1232", sampled, recorded, locale };
		await postAs(portal, counter.key, { path: PATHS.positives, body: { results: [result] } });
		const index = nextIndex++;
		await send(await issue({ index }));
		await send(await issue({ index, claims: { n: ["AUTRE", "Dominique"] } }));
		expect([await count("positive_results"), await count("shared_papers")]).toEqual([1, 1]);
		await forget();
		expect([await count("positive_results"), await count("shared_papers")]).toEqual([0, 0]);
	});

	it("[RT-4] events of a gate go, and one that comes again is not counted", async () => {
		const door = await enrolDevice(portal, { role: "door", venue: VENUE });
		const event = {
			...{ type: "correction", id: randomUUID(), assignment: "film", gate: "A" },
			...{ at: portal.clock.now, direction: "in" },
		};
		const exchange = async () => {
			const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events: [event], post: null } });
			return checkinExchangeAnswer.parse(await answer.json());
		};
		expect(await exchange()).toMatchObject({ stored: [event.id] });
		expect(await exchange()).toMatchObject({ stored: [event.id] });
		await forget();
		expect(await count("check_ins")).toBe(0);
		portal.clock.now = REAL;
		const refused = [{ id: event.id, reason: "assignment_unknown" }];
		expect(await exchange()).toMatchObject({ stored: [], refused });
		expect(await count("check_ins")).toBe(0);
		portal.clock.now = old;
	});
});
