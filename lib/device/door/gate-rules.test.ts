import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { RelaisDatabase } from "../store/database";
import { changeRules, chooseGate, leaveGate, leftGates, lockLeft, newGate, RULES_LOCK, readGate } from "./gate-choice";

const NOW = 1_628_868_600;
let databases = 0;
const freshDatabase = () => new RelaisDatabase(`gate rules ${databases++}`);
const post = (over: Partial<Parameters<typeof newGate>[0]> = {}) =>
	newGate({
		...{ assignment: "hall", name: "Séance", gate: "A", mode: "event", capacity: 300, ends: NOW + 3600 },
		...over,
	});

describe("the rules of a post", () => {
	it("[CI-16] lock it for a minute when they change, also over a restart, and not for longer by a set clock", async () => {
		const name = `gate rules ${databases++}`;
		const db = new RelaisDatabase(name);
		await chooseGate(post(), db);
		await changeRules({ role: "exit", reentry: "never", capacity: 50, closed: ["B"] }, { now: NOW, db });
		db.close();
		const state = await readGate(NOW, new RelaisDatabase(name));
		if (state.state !== "chosen") throw new Error(state.state);
		expect(state.gate).toMatchObject({ role: "exit", reentry: "never", capacity: 50, closed: ["B"], gate: "A" });
		expect(lockLeft(state.gate, NOW)).toBe(RULES_LOCK);
		expect(lockLeft(state.gate, NOW + RULES_LOCK - 1)).toBe(1);
		expect(lockLeft(state.gate, NOW + RULES_LOCK)).toBe(0);
		expect(lockLeft(state.gate, NOW - 10_000)).toBe(0);
		expect(lockLeft(post(), NOW)).toBe(0);
	});

	it("a showing closes by itself at its end; another event when its people have left", async () => {
		const db = freshDatabase();
		await chooseGate(post({ autoClose: true }), db);
		expect((await readGate(NOW + 3600, db)).state).toBe("chosen");
		expect((await readGate(NOW + 3601, db)).state).toBe("over");
		await chooseGate(post(), db);
		expect((await readGate(NOW + 3601, db)).state).toBe("chosen");
	});
});

describe("a post that was left", () => {
	it("[CI-12] can be taken again as it was, the last one first, until its event is over", async () => {
		const db = freshDatabase();
		await leaveGate(db);
		const own = post({ assignment: "local-1", name: "Cour", capacity: 20 });
		for (const gate of [post(), own, post({ gate: "B" })]) {
			await chooseGate(gate, db);
			await leaveGate(db);
		}
		expect(await readGate(NOW, db)).toEqual({ state: "none" });
		expect(await leftGates(NOW, db)).toEqual([post({ gate: "B" }), own]);
		expect(await leftGates(NOW + 30 * 3600, db)).toEqual([]);
	});
});
