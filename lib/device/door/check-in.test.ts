import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { OWN_POST } from "@/lib/checkin/checkin-store";
import { readCount } from "@/lib/checkin/read-count";
import type { Gate } from "@/lib/checkin/record-passage";
import { OVERRIDE_LASTS } from "@/lib/checkin/room";
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import { tallyOf } from "@/lib/checkin/tally";
import { ok } from "@/lib/shared/result";
import { checkinStoreContract } from "@/tests/contracts/checkin-store";
import { RelaisDatabase } from "../store/database";
import { type Checked, correctCount, mergeEvents, recordOverride, recordPassage, undoPassage } from "./check-in";
import { exchangeWithPortal } from "./checkin-runner";
import { countUnsent, endOldEvents, indexedDbCheckinStore } from "./checkin-store";
import { chooseGate, leaveGate, newGate } from "./gate-choice";

let databases = 0;
const freshDatabase = () => new RelaisDatabase(`checkins ${databases++}`);
const NOW = 1_628_868_600;
const GATE: Gate = {
	...{ assignment: "hall", gate: "A", mode: "event", ends: NOW + 3600, reentry: "allowed" },
	...{ gates: ["A"], closed: [], capacity: null, warnAt: 90 },
};
const pass = (passId: string, over: Partial<Checked> = {}): Checked => ({
	passId,
	outcome: "accepted",
	format: "relais",
	direction: "in",
	again: false,
	...over,
});

checkinStoreContract("the IndexedDB store", async () => {
	const db = freshDatabase();
	return { store: indexedDbCheckinStore(db), inRun: (run) => indexedDbCheckinStore(db, run) };
});

async function record(db: RelaisDatabase, presented: Checked, now = NOW, gate = GATE) {
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
		expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall")).toMatchObject({ inside: 1, entries: 1 });
		const again = await record(db, pass("Dq3x.1007", { again: true }), NOW + 90);
		expect(again).toMatchObject({ outcome: "recorded", event: { direction: "in", again: true } });
		expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall")).toMatchObject({ inside: 1, entries: 2 });
	});

	it("[CI-4] two tabs that present one pass at once let it in once", async () => {
		const db = freshDatabase();
		const results = await Promise.all([1, 2, 3].map(() => record(db, pass("Dq3x.1007"))));
		expect(results.map((result) => result.outcome).sort()).toEqual(["already_in", "already_in", "recorded"]);
	});

	it("[CI-7] what was recorded is there after a restart", async () => {
		const name = `restarted ${databases++}`;
		const db = new RelaisDatabase(name);
		await record(db, pass("Dq3x.1007"));
		db.close();
		const reopened = new RelaisDatabase(name);
		expect(tallyOf(await indexedDbCheckinStore(reopened).events("hall"), "hall").inside).toBe(1);
		expect((await record(reopened, pass("Dq3x.1007"))).outcome).toBe("already_in");
	});

	it("[CI-7] the clock of an assignment never runs backwards", async () => {
		const db = freshDatabase();
		await record(db, pass("a"));
		const exit = await record(db, pass("a", { direction: "out" }), NOW - 5000);
		expect(exit).toMatchObject({ event: { at: NOW } });
		expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall").inside).toBe(0);
	});

	it("[CI-7] who comes back in the second in which they left is inside", async () => {
		const db = freshDatabase();
		const inside = async () => tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall").inside;
		for (const _ of [1, 2, 3]) {
			await record(db, pass("a"));
			expect(await inside()).toBe(1);
			await record(db, pass("a", { direction: "out" }));
			expect(await inside()).toBe(0);
		}
		expect(await record(db, pass("a"))).toMatchObject({ event: { at: NOW + 3 } });
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
		expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall")).toMatchObject({ inside: 0, entries: 0 });
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
		await exchangeWithPortal({ db, call: async ({ events }) => ok({ stored: events.map(({ id }) => id) }) });
		await record(db, pass("b"));
		await endOldEvents(GATE.ends + SALT_GRACE, db);
		expect(await db.eventSalts.count()).toBe(1);
		await endOldEvents(GATE.ends + SALT_GRACE + 1, db);
		expect(await db.eventSalts.count()).toBe(0);
		expect(await db.checkins.count()).toBe(1);
		expect(await countUnsent(db)).toBe(1);
		await exchangeWithPortal({ db, call: async ({ events }) => ok({ stored: events.map(({ id }) => id) }) });
		await endOldEvents(GATE.ends + SALT_GRACE + 2, db);
		expect(await db.checkins.count()).toBe(0);
	});
});

describe("events of other gates", () => {
	it("[CI-8] are kept at a post where nobody has passed yet, and go when it is left and the event over", async () => {
		const db = freshDatabase();
		await chooseGate(newGate({ ...GATE, gates: ["A"], closed: [], name: "Séance", capacity: 300 }), db);
		const other = freshDatabase();
		await record(other, pass("a"));
		const events = [...(await indexedDbCheckinStore(other).events("hall")).values()];
		await mergeEvents(events, { assignment: "hall", from: [], db });
		await endOldEvents(NOW, db);
		expect((await indexedDbCheckinStore(db).events("hall")).size).toBe(1);
		await endOldEvents(GATE.ends + SALT_GRACE + 1, db);
		// Nobody else may have it, until the portal does.
		expect((await indexedDbCheckinStore(db).events("hall")).size).toBe(1);
		await indexedDbCheckinStore(db).settle({ stored: events.map(({ id }) => id), refused: [] });
		await endOldEvents(GATE.ends + SALT_GRACE + 1, db);
		expect((await indexedDbCheckinStore(db).events("hall")).size).toBe(0);
	});
});

describe("one person", () => {
	it("[CI-10] by a paper's QR and then by its check code is one, in either order", async () => {
		const qr = pass("Dq3x.1007", { codePassId: "cc1|40123|A|150845|900203|EC" });
		const code = pass("cc1|40123|A|150845|900203|EC", { format: "code", outcome: "provisional" });
		for (const [first, second] of [
			[qr, code],
			[code, qr],
		] as const) {
			const db = freshDatabase();
			await record(db, first);
			expect(await record(db, second, NOW + 5)).toMatchObject({ outcome: "already_in", before: { at: NOW } });
			await record(db, { ...second, direction: "out" }, NOW + 9);
			expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall").inside).toBe(0);
		}
	});

	it("[CI-10] of twins whose codes are alike each comes in by the own QR", async () => {
		const db = freshDatabase();
		const codePassId = "cc1|40123|A|150845|900203|EC";
		await record(db, pass("Dq3x.1007", { codePassId }));
		expect((await record(db, pass("Dq3x.1008", { codePassId }))).outcome).toBe("recorded");
		expect(tallyOf(await indexedDbCheckinStore(db).events("hall"), "hall").inside).toBe(2);
	});

	it("[CI-12] leaving the post and taking it again forgets nobody", async () => {
		const db = freshDatabase();
		await chooseGate(newGate({ ...GATE, gates: ["A"], closed: [], name: "Séance", capacity: 300 }), db);
		await record(db, pass("a"));
		await leaveGate(db);
		await endOldEvents(NOW, db);
		expect((await record(db, pass("a"), NOW + 60)).outcome).toBe("already_in");
	});
});

describe("[CI-14] a full event", () => {
	it("stops the next person, not one who leaves; a supervisor's word opens this gate for a while", async () => {
		const db = freshDatabase();
		const small = { ...GATE, capacity: 2 };
		for (const name of ["a", "b"]) await record(db, pass(name), NOW, small);
		expect(await record(db, pass("c"), NOW, small)).toEqual({ outcome: "full" });
		expect((await record(db, pass("a"), NOW, small)).outcome).toBe("already_in");
		await recordOverride(small, "reserved", { now: NOW, db });
		expect((await record(db, pass("c"), NOW + OVERRIDE_LASTS - 1, small)).outcome).toBe("recorded");
		expect(await record(db, pass("d"), NOW + OVERRIDE_LASTS, small)).toEqual({ outcome: "full" });
		await record(db, pass("a", { direction: "out" }), NOW + OVERRIDE_LASTS, small);
		await record(db, pass("b", { direction: "out" }), NOW + OVERRIDE_LASTS, small);
		expect((await record(db, pass("d"), NOW + OVERRIDE_LASTS, small)).outcome).toBe("recorded");
	});

	it("is full by what another gate recorded, and by what staff add by hand", async () => {
		const db = freshDatabase();
		const other = freshDatabase();
		const small = { ...GATE, capacity: 2, gates: ["A", "B"] };
		await record(other, pass("x"), NOW, { ...small, gate: "B" });
		const events = [...(await indexedDbCheckinStore(other).events("hall")).values()];
		const from = ["b", OWN_POST].map((post) => ({ post, gate: "B", role: "both" as const, heard: NOW }));
		await mergeEvents(events, { assignment: "hall", from, db });
		await correctCount(small, "in", { now: NOW, db });
		expect(await record(db, pass("c"), NOW, small)).toEqual({ outcome: "full" });
		const { occupancy, room, last } = await readCount(indexedDbCheckinStore(db), small, {
			now: NOW,
			run: { now: NOW, lived: 60 },
		});
		expect(occupancy).toMatchObject({ counted: 2, atMost: 3, apart: false, silent: [] });
		expect(room.state).toBe("full");
		expect(last).toEqual([]);
		await correctCount(small, "out", { now: NOW, db });
		const entered = await record(db, pass("c"), NOW, small);
		expect(entered.outcome).toBe("recorded");
		const after = await readCount(indexedDbCheckinStore(db), small, { now: NOW, run: { now: NOW, lived: 60 } });
		expect(after.last.map(({ gate }) => gate)).toEqual(["A"]);
		expect(after.occupancy.apart).toBe(true);
	});
});
