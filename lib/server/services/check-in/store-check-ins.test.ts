import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeHash } from "@/lib/checkcode/code-hash";
import type { Passage } from "@/lib/checkin/checkin-event";
import { CHECKIN_BATCH_LIMIT, type CheckinEvent, checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { base64url } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, RAILWAY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let door: EnrolledDevice;
let otherGate: EnrolledDevice;
let train: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	otherGate = await enrolDevice(portal, { role: "door", venue: VENUE });
	train = await enrolDevice(portal, { role: "train", venue: RAILWAY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const passage = (overrides: Partial<Passage> = {}): Passage => ({
	type: "passage",
	salt: "saltsaltsal",
	id: randomUUID(),
	assignment: "film",
	gate: "A",
	at: portal.clock.now,
	direction: "in",
	outcome: "accepted",
	format: "relais",
	pseudonym: "A".repeat(22),
	...overrides,
});

async function send(device: EnrolledDevice, events: readonly CheckinEvent[]): Promise<readonly string[]> {
	const answer = await postAs(portal, device.key, { path: PATHS.checkins, body: { events } });
	expect(answer.status).toBe(200);
	return checkinExchangeAnswer.parse(await answer.json()).stored;
}

const count = async () => Number((await portal.database.query("SELECT count(*) AS n FROM check_ins"))[0]?.["n"]);

describe("check-ins", () => {
	it("are stored once, however often, in whatever order and from whichever gate they come", async () => {
		const first = passage();
		const events = [first, passage({ direction: "out", undoes: first.id }), passage({ gate: "B" }), first];
		const before = await count();
		const answers = await Promise.all([
			send(door, events),
			send(door, [...events].reverse()),
			send(otherGate, events.slice(1)),
			send(door, events),
		]);
		for (const stored of answers) expect(new Set(stored)).toEqual(new Set(events.map(({ id }) => id)));
		expect(await count()).toBe(before + 3);
		expect(await send(door, [first])).toEqual([first.id]);
	});

	it("[CI-6] of an earlier version, which names neither type nor salt, are taken and answered as it knows", async () => {
		const { type: _, salt: __, ...old } = passage();
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events: [old] } });
		expect(await answer.json()).toEqual({ stored: [old.id] });
	});

	it("[IN-8] of a door that says more than its events are stored all the same", async () => {
		const event = passage();
		const body = { events: [event], post: null, mood: "good" };
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body });
		expect(await answer.json()).toMatchObject({ stored: [event.id] });
	});

	it("[CI-6] that cannot be taken are refused one by one, with the reason", async () => {
		const good = passage();
		const foreign = passage({ assignment: "train" });
		const late = passage({ at: Number.MAX_SAFE_INTEGER });
		const events = [{ id: "x" }, 7, { ...passage(), pseudonym: "short" }, foreign, late, good];
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events, post: null } });
		expect(await answer.json()).toEqual({
			stored: [good.id],
			refused: [
				{ id: "x", reason: "malformed" },
				{ id: "", reason: "malformed" },
				{ id: (events[2] as Passage).id, reason: "malformed" },
				{ id: foreign.id, reason: "assignment_unknown" },
				{ id: late.id, reason: "time_impossible" },
			],
			others: null,
			serverTime: portal.clock.now,
		});
	});

	it("of an event of another venue are not taken, and do not keep the others back", async () => {
		const own = passage({ assignment: "train", gate: "" });
		const foreign = passage();
		const impossible = passage({ assignment: "train", at: Number.MAX_SAFE_INTEGER });
		expect(await send(train, [foreign, impossible, own])).toEqual([own.id]);
	});

	it("[AB-5] are refused that cannot have happened: at no gate of the event, long outside of its time, ahead of now", async () => {
		const [row] = await portal.database.query(
			"SELECT extract(epoch FROM starts_at)::int AS starts, extract(epoch FROM ends_at)::int AS ends FROM assignments WHERE id = 'film'",
		);
		const starts = Number(row?.["starts"]);
		const { now } = portal.clock;
		const good = [passage({ gate: "B" }), passage({ at: starts - DAY }), passage({ at: now + DAY })];
		const refused = [
			[passage({ gate: "C" }), "assignment_unknown"],
			[passage({ gate: "" }), "assignment_unknown"],
			[passage({ at: starts - DAY - 1 }), "time_impossible"],
			[passage({ at: now + DAY + 1 }), "time_impossible"],
		] as const;
		const events = [...refused.map(([event]) => event), ...good];
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events, post: null } });
		expect(await answer.json()).toMatchObject({
			stored: good.map(({ id }) => id),
			refused: refused.map(([{ id }, reason]) => ({ id, reason })),
		});
		const late = passage({ at: Number(row?.["ends"]) + DAY + 1 });
		portal.clock.now = late.at;
		const after = await postAs(portal, door.key, { path: PATHS.checkins, body: { events: [late], post: null } });
		portal.clock.now = now;
		expect(await after.json()).toMatchObject({ stored: [], refused: [{ id: late.id, reason: "time_impossible" }] });
	});

	it("[AB-5] are stored of an assignment that ends after the integers of the database do", async () => {
		await portal.database.query("UPDATE assignments SET ends_at = '2040-01-01T00:00:00Z' WHERE id = 'film'");
		const event = passage();
		expect(await send(door, [event])).toEqual([event.id]);
	});

	it("[AB-5] of one device beyond its quota wait with it: 429, and nothing of them is refused or stored", async () => {
		const { guard } = portal.server.context;
		while (guard.events.take(door.kit.deviceId, performance.now(), CHECKIN_BATCH_LIMIT) === 0);
		const events = Array.from({ length: CHECKIN_BATCH_LIMIT }, () => passage());
		const before = await count();
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events } });
		expect([answer.status, await count()]).toEqual([429, before]);
		expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
		expect(await send(otherGate, [events[0] as Passage])).toEqual([events[0]?.id]);
	});

	it("hold no name, no birth date and no pass: the table has no column for one", async () => {
		const columns = await portal.database.query(
			"SELECT column_name FROM information_schema.columns WHERE table_name = 'check_ins' ORDER BY 1",
		);
		expect(columns.map((column) => column["column_name"])).toEqual([
			"again",
			"alias",
			"assignment_id",
			"at",
			"device_id",
			"direction",
			"format",
			"gate",
			"id",
			"outcome",
			"pseudonym",
			"reason",
			"received_at",
			"salt",
			"seq",
			"type",
			"undoes",
		]);
	});
});

describe("[IN-6] an event that cannot be stored", () => {
	const passageAt = (gate: string) => passage({ gate });
	const exchange = async (events: readonly CheckinEvent[]) => {
		const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events, post: null } });
		return checkinExchangeAnswer.parse(await answer.json());
	};

	it("is refused by itself where the tables do not take it, and the others are stored", async () => {
		await portal.database.query("ALTER TABLE check_ins ADD CONSTRAINT test_gate CHECK (gate <> 'B') NOT VALID");
		const [one, bad, two] = [passageAt("A"), passageAt("B"), passageAt("A")];
		expect(await exchange([one, bad, two])).toMatchObject({
			stored: [one.id, two.id],
			refused: [{ id: bad.id, reason: "malformed" }],
		});
		await portal.database.query("ALTER TABLE check_ins DROP CONSTRAINT test_gate");
		expect(await exchange([one, bad, two])).toMatchObject({ stored: [one.id, bad.id, two.id] });
	});

	it("is told where its id has other content, and the first stays", async () => {
		const first = passageAt("A");
		expect(await exchange([first])).toMatchObject({ stored: [first.id] });
		const others = [
			{ ...first, gate: "B" },
			{ ...first, direction: "out" as const },
			{ ...first, at: first.at + 1 },
		];
		for (const changed of others) {
			expect(await exchange([changed, first])).toMatchObject({
				stored: [first.id],
				refused: [{ id: first.id, reason: "id_reused" }],
			});
		}
		const rows = await portal.database.query("SELECT gate, direction FROM check_ins WHERE id = $1", [first.id]);
		expect(rows).toEqual([{ gate: "A", direction: "in" }]);
	});
});

describe("[CC-8] reports of codes that are not registered as they were typed", () => {
	it("are kept once for each door, and not for a code that was registered after all", async () => {
		const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const record = await issueRecord(counter, portal.clock.now);
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
		const [row] = await portal.database.query("SELECT code_day::text AS day, code_hash FROM records");
		const genuine = base64url(Uint8Array.from(row?.["code_hash"] as Buffer));
		const body = { day: row?.["day"], hashes: [genuine, "AAAA"] };
		for (const device of [door, door, otherGate]) {
			expect((await postAs(portal, device.key, { path: PATHS.codeReports, body })).status).toBe(200);
		}
		const reports = await portal.database.query("SELECT encode(code_hash, 'hex') AS hash FROM code_reports");
		expect(reports).toEqual([{ hash: "0".repeat(6) }, { hash: "0".repeat(6) }]);
	});

	it("accuse nobody: of a registered code with a changed symbol day, hash and door are kept, and the door goes on", async () => {
		const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		const body = { day, hashes: [base64url(codeHash(PHARMACY, "99XNGQQBSA2B9XWX"))] };
		for (let i = 0; i < 2; i++) {
			expect((await postAs(portal, door.key, { path: PATHS.codeReports, body })).status).toBe(200);
		}
		const columns = await portal.database.query(
			"SELECT column_name FROM information_schema.columns WHERE table_name = 'code_reports' ORDER BY 1",
		);
		expect(columns.map((column) => column["column_name"])).toEqual([
			"code_day",
			"code_hash",
			"device_id",
			"reported_at",
		]);
		const denied = await portal.database.query("SELECT id FROM devices WHERE state <> 'active'");
		expect(denied).toEqual([]);
	});
});
