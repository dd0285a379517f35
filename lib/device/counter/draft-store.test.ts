import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { DraftSaver } from "./draft-saver";
import { loadDrafts, removeDraft, saveDraft, tidyDrafts } from "./draft-store";
import { issueDraft } from "./issue";

const name = (form: unknown) => (form as { family?: string }).family;

async function counter() {
	const ports = await enrolledCounter();
	const { db } = ports;
	const device = await loadUnlocked(db);
	if (device === undefined) throw new Error("not enrolled");
	const { storageKey } = device;
	const save = (id: string, family: string, now = NOW) => saveDraft(storageKey, { id, form: { family }, now }, db);
	return { ports, db, storageKey, save, load: () => loadDrafts(storageKey, name, db) };
}

describe("[EN-14] what is typed and not issued", () => {
	it("comes back in the order in which the people came, each as it was last typed", async () => {
		const { save, load, db } = await counter();
		await save("c", "FIRST");
		await save("b", "SECOND");
		// The clock was set back.
		await save("a", "THIRD", NOW - DAY);
		await save("b", "SECONDE", NOW + 2);
		expect(await load()).toEqual(["FIRST", "SECONDE", "THIRD"]);
		await removeDraft("c", db);
		expect(await load()).toEqual(["SECONDE", "THIRD"]);
	});

	it("is on the disk sealed only", async () => {
		const { save, db } = await counter();
		await save("a", "ESSAI");
		const text = JSON.stringify(await db.drafts.toArray(), (_, value: unknown) =>
			value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value,
		);
		expect(text).toContain("startedAt");
		expect(text).not.toContain("ESSAI");
	});

	it("is not offered again once its attestation is stored, and goes with its time", async () => {
		const { ports, save, load, db } = await counter();
		const issued = draft();
		await save(issued.id, "ISSUED");
		await save("b", "WAITING");
		await issueDraft(issued, ports);
		expect(await load()).toEqual(["WAITING"]);
		await tidyDrafts(NOW + 3 * DAY - 1, db);
		expect(await db.drafts.toCollection().primaryKeys()).toEqual(["b"]);
		await tidyDrafts(NOW + 3 * DAY, db);
		expect(await db.drafts.count()).toBe(0);
	});

	it("what another version of the app left is passed over", async () => {
		const { save, storageKey, db } = await counter();
		await save("a", "ESSAI");
		expect(await loadDrafts(storageKey, () => undefined, db)).toEqual([]);
	});
});

describe("[EN-14] writing while somebody types", () => {
	function slowDisk() {
		const disk = new Map<string, unknown>();
		const written: unknown[] = [];
		let full = false;
		const tick = () => new Promise((resolve) => setTimeout(resolve, 1));
		const saver = new DraftSaver(
			{
				save: async (id, form) => {
					await tick();
					if (full) throw new DOMException("full", "QuotaExceededError");
					disk.set(id, form);
					written.push(form);
				},
				remove: async (id) => {
					await tick();
					disk.delete(id);
				},
			},
			(kept) => kepts.push(kept),
		);
		const kepts: boolean[] = [];
		return { disk, written, saver, kepts, fill: (now: boolean) => (full = now) };
	}

	it("keeps the newest, in fewer writes than keys", async () => {
		const { disk, written, saver } = slowDisk();
		for (let typed = 1; typed <= 20; typed++) saver.save("a", typed);
		await saver.settled();
		expect(disk.get("a")).toBe(20);
		expect(written.length).toBeLessThan(5);
	});

	it("what was removed is not written back", async () => {
		const { disk, saver } = slowDisk();
		saver.save("a", 1);
		saver.save("a", 2);
		saver.save("b", 3);
		saver.remove("a");
		await saver.settled();
		expect([...disk]).toEqual([["b", 3]]);
	});

	it("a full disk is told, and the next key tries again", async () => {
		const { disk, saver, kepts, fill } = slowDisk();
		fill(true);
		saver.save("a", 1);
		await saver.settled();
		expect([kepts, disk.size]).toEqual([[false], 0]);
		fill(false);
		saver.save("a", 2);
		await saver.settled();
		expect([kepts, disk.get("a")]).toEqual([[false, true], 2]);
	});
});
