import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { Gate } from "@/lib/checkin/record-passage";
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import { tallyOf } from "@/lib/checkin/tally";
import { base64url } from "@/lib/shared/bytes";
import { RelaisDatabase } from "../store/database";
import type { DeviceRow } from "../store/rows";
import { recordPassage } from "./check-in";
import { indexedDbCheckinStore } from "./checkin-store";
import {
	adoptSalts,
	destroyEndedSalts,
	eventSalts,
	type HandedSalt,
	heldSaltIds,
	openSalts,
	pseudonymOf,
} from "./event-salt";

let databases = 0;
const NOW = 1_628_868_600;
const GATE: Gate = {
	...{ assignment: "hall", gate: "A", mode: "event", ends: NOW + 3600, reentry: "allowed" },
	...{ gates: ["A"], closed: [], capacity: null, warnAt: 90 },
};

/** A device with the one thing of its enrolment that a salt needs. */
async function enrolledDatabase(): Promise<RelaisDatabase> {
	const db = new RelaisDatabase(`salts ${databases++}`);
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	await db.device.put({ id: "device", role: "door", storageKey, privateKey: storageKey } as DeviceRow);
	return db;
}

/** What pairing does: each gate hands on what it holds. */
async function pair(one: RelaisDatabase, other: RelaisDatabase): Promise<void> {
	const [mine, theirs] = [await openSalts("hall", one), await openSalts("hall", other)];
	await adoptSalts(GATE, theirs, one);
	await adoptSalts(GATE, mine, other);
}

const current = async (db: RelaisDatabase, now = NOW) => (await eventSalts(GATE, { now, db }))[0];
const enter = async (
	db: RelaisDatabase,
	{ passId, now = NOW, again = false }: { passId: string; now?: number; again?: boolean },
) => {
	const presented = { passId, outcome: "accepted", format: "relais", direction: "in", again } as const;
	const recorded = await recordPassage(GATE, presented, { now, db });
	if (!recorded.ok) throw new Error(recorded.error.code);
	return recorded.value;
};

describe("the event's salt", () => {
	it("[CI-5] is one per event, also for two tabs at once, and cannot be exported", async () => {
		const db = await enrolledDatabase();
		const salts = await Promise.all([1, 2, 3].map(() => eventSalts(GATE, { now: NOW, db })));
		const names = await Promise.all(salts.map(([{ key }]) => pseudonymOf("Dq3x.1007", key)));
		expect(new Set(names).size).toBe(1);
		expect(names[0]).toMatch(/^[A-Za-z0-9_-]{22}$/);
		for (const [{ key }] of salts) await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
	});

	it("[CI-5] gives one pass another name at another event", async () => {
		const db = await enrolledDatabase();
		const here = await current(db);
		const [there] = await eventSalts({ assignment: "other", ends: NOW }, { now: NOW, db });
		expect(await pseudonymOf("a", here.key)).not.toBe(await pseudonymOf("a", there.key));
		expect(here.id).not.toBe(there.id);
		expect(here.id).toMatch(/^[A-Za-z0-9_-]{11}$/);
	});

	it("[GG-2] lies in the database as a key that cannot be exported and as bytes that only this device's key opens", async () => {
		const db = await enrolledDatabase();
		await current(db);
		const [handed] = await openSalts("hall", db);
		const secret = handed?.secret ?? new Uint8Array();
		expect(secret).toHaveLength(32);
		const [row] = await db.eventSalts.toArray();
		const sealed = new Uint8Array(row?.salts[0]?.sealed?.data ?? new ArrayBuffer(0));
		const text = `${base64url(sealed)} ${new TextDecoder("latin1").decode(sealed)}`;
		expect(sealed.length).toBeGreaterThan(32);
		expect(text).not.toContain(base64url(secret));
		expect(text).not.toContain(new TextDecoder("latin1").decode(secret));
	});

	it("[GG-2] is handed on with its id, and its key cannot be exported there either", async () => {
		const [one, other] = [await enrolledDatabase(), await enrolledDatabase()];
		const made = await current(one);
		await pair(one, other);
		const taken = await current(other);
		expect(taken.id).toBe(made.id);
		expect(await pseudonymOf("a", taken.key)).toBe(await pseudonymOf("a", made.key));
		await expect(crypto.subtle.exportKey("raw", taken.key)).rejects.toThrow();
	});

	it("[CI-5] handed on or not, is destroyed 6 h after the event's end", async () => {
		const [one, other] = [await enrolledDatabase(), await enrolledDatabase()];
		await current(one);
		await pair(one, other);
		for (const db of [one, other]) {
			await destroyEndedSalts(GATE.ends + SALT_GRACE, db);
			expect(await heldSaltIds("hall", db)).toHaveLength(1);
			await destroyEndedSalts(GATE.ends + SALT_GRACE + 1, db);
			expect(await heldSaltIds("hall", db)).toEqual([]);
			expect(await openSalts("hall", db)).toEqual([]);
		}
	});
});

describe("gates that counted under their own salts before they paired", () => {
	it("[GG-3] record under the older salt from then on, whoever pairs with whom in whatever order", async () => {
		const [one, other] = [await enrolledDatabase(), await enrolledDatabase()];
		const newer = await current(one, NOW + 60);
		const older = await current(other, NOW);
		await pair(one, other);
		await pair(other, one);
		for (const db of [one, other]) expect(await heldSaltIds("hall", db)).toEqual([older.id, newer.id]);
	});

	it("[GG-3] of two made in the same second choose the same", async () => {
		const [one, other] = [await enrolledDatabase(), await enrolledDatabase()];
		await current(one);
		await current(other);
		await pair(one, other);
		expect(await heldSaltIds("hall", one)).toEqual(await heldSaltIds("hall", other));
	});

	it("[GG-3] know again whoever came in before, who goes on under one name", async () => {
		const [one, other] = [await enrolledDatabase(), await enrolledDatabase()];
		await enter(other, { passId: "b" });
		await enter(one, { passId: "a", now: NOW + 60 });
		await pair(one, other);
		expect(await enter(one, { passId: "a", now: NOW + 120 })).toMatchObject({
			outcome: "already_in",
			before: { at: NOW + 60 },
		});
		const again = await enter(one, { passId: "a", now: NOW + 180, again: true });
		expect(again).toMatchObject({ outcome: "recorded", before: { at: NOW + 60 } });
		expect(tallyOf(await indexedDbCheckinStore(one).events("hall"), "hall")).toMatchObject({ inside: 1, entries: 2 });
		const next = await enter(one, { passId: "c", now: NOW + 240 });
		if (next.outcome !== "recorded") throw new Error(next.outcome);
		expect(next.event.pseudonym).toBe(await pseudonymOf("c", (await current(other)).key));
	});

	it("[GG-3] do not choose a salt that its gate cannot hand on", async () => {
		const [one, other] = [new RelaisDatabase(`salts ${databases++}`), await enrolledDatabase()];
		await current(one, NOW - 3600);
		const shared = await current(other);
		await pair(one, other);
		expect((await current(one)).id).toBe(shared.id);
		expect((await current(other)).id).toBe(shared.id);
		const handed: readonly HandedSalt[] = await openSalts("hall", one);
		expect(handed).toEqual([]);
	});
});
