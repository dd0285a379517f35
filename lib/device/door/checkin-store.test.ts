import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckinEvent, localAssignment } from "@/lib/checkin/checkin-event";
import { tallyOf } from "@/lib/checkin/tally";
import { err, ok } from "@/lib/shared/result";
import { RelaisDatabase } from "../store/database";
import { sendCheckins } from "./checkin-runner";
import {
	countUnsent,
	endOldEvents,
	type Gate,
	loadEvents,
	nextUnsent,
	type Presented,
	recordPassage,
	undoPassage,
} from "./checkin-store";
import { SALT_GRACE } from "./event-salt";

let databases = 0;
const freshDatabase = () => new RelaisDatabase(`checkins ${databases++}`);
const NOW = 1_628_868_600;
const GATE: Gate = { assignment: "hall", gate: "A", mode: "event", ends: NOW + 3600 };
const pass = (passId: string, over: Partial<Presented> = {}): Presented => ({
	passId,
	outcome: "accepted",
	format: "relais",
	direction: "in",
	again: false,
	...over,
});

async function record(db: RelaisDatabase, presented: Presented, now = NOW, gate = GATE) {
	const result = await recordPassage(gate, presented, { now, db });
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

describe("recording", () => {
	it("[CI-4] a pass comes in once; the second time staff are asked and nothing is counted", async () => {
		const db = freshDatabase();
		const first = await record(db, pass("Dq3x.1007"));
		expect(first.outcome).toBe("recorded");
		const second = await record(db, pass("Dq3x.1007"), NOW + 60);
		expect(second).toMatchObject({ outcome: "already_in", before: { at: NOW } });
		expect(tallyOf(await loadEvents("hall", db), "hall")).toMatchObject({ inside: 1, entries: 1 });
		const again = await record(db, pass("Dq3x.1007", { again: true }), NOW + 90);
		expect(again).toMatchObject({ outcome: "recorded", event: { direction: "in" } });
		expect(tallyOf(await loadEvents("hall", db), "hall")).toMatchObject({ inside: 1, entries: 2 });
	});

	it("[CI-4] two tabs that present one pass at once let it in once", async () => {
		const db = freshDatabase();
		const results = await Promise.all([1, 2, 3].map(() => record(db, pass("Dq3x.1007"))));
		expect(results.map((result) => result.outcome).sort()).toEqual(["already_in", "already_in", "recorded"]);
	});

	it("what was recorded is there after a restart", async () => {
		const name = `restarted ${databases++}`;
		const db = new RelaisDatabase(name);
		await record(db, pass("Dq3x.1007"));
		db.close();
		const reopened = new RelaisDatabase(name);
		expect(tallyOf(await loadEvents("hall", reopened), "hall").inside).toBe(1);
		expect((await record(reopened, pass("Dq3x.1007"))).outcome).toBe("already_in");
	});

	it("the clock of an assignment never runs backwards", async () => {
		const db = freshDatabase();
		await record(db, pass("a"));
		const exit = await record(db, pass("a", { direction: "out" }), NOW - 5000);
		expect(exit).toMatchObject({ event: { at: NOW } });
		expect(tallyOf(await loadEvents("hall", db), "hall").inside).toBe(0);
	});

	it("[CI-4] on board every control is recorded", async () => {
		const db = freshDatabase();
		const train: Gate = { ...GATE, assignment: "train 6607", mode: "train" };
		await record(db, pass("a"), NOW, train);
		expect(await record(db, pass("a"), NOW + 60, train)).toMatchObject({ outcome: "recorded", before: { at: NOW } });
	});

	it("[CI-2] undoing twice is undoing once", async () => {
		const db = freshDatabase();
		const entry = await record(db, pass("a"));
		if (entry.outcome !== "recorded") throw new Error("not recorded");
		const once = await undoPassage(entry.event, { now: NOW + 2, db });
		const twice = await undoPassage(entry.event, { now: NOW + 3, db });
		expect(twice).toEqual(once);
		expect(tallyOf(await loadEvents("hall", db), "hall")).toMatchObject({ inside: 0, entries: 0 });
		expect((await record(db, pass("a"))).outcome).toBe("recorded");
	});

	it("[CI-5] neither the pass id nor anything of the person is stored", async () => {
		const db = freshDatabase();
		await record(db, pass("Dq3x.1007"));
		const stored = JSON.stringify(await Promise.all(db.tables.map((table) => table.toArray())));
		expect(stored).not.toContain("Dq3x");
	});

	it("a full disk is an answer, not a crash", async () => {
		const db = freshDatabase();
		db.checkins.hook("creating", () => {
			throw new DOMException("full", "QuotaExceededError");
		});
		const result = await recordPassage(GATE, pass("a"), { now: NOW, db });
		expect(result).toMatchObject({ ok: false, error: { code: "storage_full" } });
	});
});

describe("the event's salt", () => {
	it("[CI-5] is destroyed after the event and its grace, with what the server has of it; the rest stays", async () => {
		const db = freshDatabase();
		await record(db, pass("a"));
		await sendCheckins({ db, post: async (body) => ok({ stored: idsOf(body) }) });
		await record(db, pass("b"));
		await endOldEvents(GATE.ends + SALT_GRACE, db);
		expect(await db.eventSalts.count()).toBe(1);
		await endOldEvents(GATE.ends + SALT_GRACE + 1, db);
		expect(await db.eventSalts.count()).toBe(0);
		expect(await db.checkins.count()).toBe(1);
		expect(await countUnsent(db)).toBe(1);
		await sendCheckins({ db, post: async (body) => ok({ stored: idsOf(body) }) });
		await endOldEvents(GATE.ends + SALT_GRACE + 2, db);
		expect(await db.checkins.count()).toBe(0);
	});
});

const idsOf = (body: unknown) => (body as { events: CheckinEvent[] }).events.map((event) => event.id);

describe("sending", () => {
	it("[CI-6] every event is stored exactly once by a server that loses, repeats and holds back", async () => {
		const step = fc.record({
			record: fc.nat({ max: 3 }),
			fate: fc.constantFrom("answered", "lost_before", "lost_after", "half", "busy"),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				const db = freshDatabase();
				const server = new Map<string, CheckinEvent>();
				const recorded: string[] = [];
				const send = (fate: string) =>
					sendCheckins({
						db,
						limit: 2,
						post: async (body) => {
							const { events } = body as { events: CheckinEvent[] };
							if (fate === "lost_before") return err({ kind: "unreachable", code: "x", retryable: true });
							if (fate === "busy") return err({ kind: "busy", code: "x", retryable: true, retryAfter: 5 });
							const kept = fate === "half" ? events.slice(0, 1) : events;
							for (const event of kept) server.set(event.id, event);
							if (fate === "lost_after") return err({ kind: "unreachable", code: "x", retryable: true });
							return ok({ stored: [...kept.map((event) => event.id), crypto.randomUUID()] });
						},
					});
				for (const { record: count, fate } of steps) {
					for (let i = 0; i < count; i++) {
						const made = await record(db, pass(crypto.randomUUID()));
						if (made.outcome === "recorded") recorded.push(made.event.id);
					}
					await send(fate);
				}
				await send("answered");
				expect([...server.keys()].sort()).toEqual([...recorded].sort());
				expect(await nextUnsent(1, new Set(), db)).toEqual([]);
			}),
			{ numRuns: 25 },
		);
	});

	it("[CI-6] what the portal will not take does not hold back the rest", async () => {
		const db = freshDatabase();
		const gone: Gate = { ...GATE, assignment: "deleted" };
		for (const name of "abcdef") await record(db, pass(name), NOW, name < "d" ? gone : GATE);
		const server = new Set<string>();
		const sent = await sendCheckins({
			db,
			limit: 2,
			post: async (body) => {
				const taken = (body as { events: CheckinEvent[] }).events.filter(({ assignment }) => assignment !== "deleted");
				for (const { id } of taken) server.add(id);
				return ok({ stored: taken.map(({ id }) => id) });
			},
		});
		expect(sent).toEqual(ok({ asked: true, left: true }));
		expect(server.size).toBe(3);
		expect(await countUnsent(db)).toBe(3);
	});

	it("[CI-6] an assignment that staff named themselves is counted here and never sent", async () => {
		const db = freshDatabase();
		const own: Gate = { ...GATE, assignment: localAssignment("1") };
		const entry = await record(db, pass("a"), NOW, own);
		if (entry.outcome === "recorded") await undoPassage(entry.event, { now: NOW, db });
		await record(db, pass("b"), NOW, own);
		expect(await countUnsent(db)).toBe(0);
		expect(tallyOf(await loadEvents(own.assignment, db), own.assignment).inside).toBe(1);
	});

	it("with nothing waiting the server is not asked", async () => {
		const sent = await sendCheckins({ db: freshDatabase(), post: () => Promise.reject(new Error("asked")) });
		expect(sent).toEqual(ok({ asked: false, left: false }));
	});
});
