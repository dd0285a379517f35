import "fake-indexeddb/auto";
import Dexie from "dexie";
import { describe, expect, it } from "vitest";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import { tallyOf } from "@/lib/checkin/tally";
import { drainDue } from "@/lib/outbox/drain-due";
import type { DrainPorts } from "@/lib/outbox/drain-outbox";
import { checkinEvent } from "@/lib/protocol/checkins";
import { ok } from "@/lib/shared/result";
import { indexedDbOutboxStore, type OutboxPayload } from "../counter/outbox-store";
import { indexedDbAcceptedCodeStore } from "../door/accepted-code-store";
import { recordPassage } from "../door/check-in";
import { exchangeWithPortal } from "../door/checkin-runner";
import { countUnsent, indexedDbCheckinStore } from "../door/checkin-store";
import { eventSalts, pseudonymOf } from "../door/event-salt";
import { readGate } from "../door/gate-choice";
import { RelaisDatabase } from "./database";
import { saltIdOf } from "./salt-id";

const NOW = 1_628_868_600;
const ENDS = NOW + 3600;
const PASS = "Dq3x.1007";

/** A door as version 1 left it in the middle of an event: its post, its salt, one passage sent and one that waits. */
async function leaveVersion1(name: string) {
	const db = new Dexie(name);
	db.version(1).stores({
		device: "id",
		trust: "name",
		indices: "jti",
		outbox: "key, &index, status, queuedAt",
		revocations: "key, state",
		facts: "name",
		checkins: "id, sent, [venue+event.pseudonym], [venue+event.at]",
		acceptedCodes: "hash, day, acceptedAt",
		salts: "venue, ends",
		passes: "id",
	});
	const salt = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	const event = (over: object) => ({
		...{ id: crypto.randomUUID(), venue: "film", gate: "A", at: NOW, direction: "in" },
		...{ outcome: "accepted", format: "relais", ...over },
	});
	const sent = event({ pseudonym: await pseudonymOf("another", salt) });
	const waiting = event({ pseudonym: await pseudonymOf(PASS, salt) });
	await db.table("checkins").bulkAdd([
		{ id: sent.id, venue: "film", sent: 1, event: sent },
		{ id: waiting.id, venue: "film", sent: 0, event: waiting },
	]);
	await db.table("salts").add({ venue: "film", salt, ends: ENDS });
	const gate = { venue: "film", name: "Séance", gate: "A", mode: "event", capacity: 300, ends: ENDS };
	await db.table("facts").bulkAdd([
		{ name: "gate", value: gate },
		{ name: "another-fact", value: { venue: "stays" } },
	]);
	await db.table("outbox").bulkAdd(QUEUE);
	db.close();
	return { waiting };
}

/** The rows of a counter in the middle of an outage, each with what its state brings along. */
const outboxRow = (key: string, queuedAt: number, rest: object) => ({
	...{ key, queuedAt, index: `Dq3x.${queuedAt}`, trimmed: false, shown: true },
	...{ sealed: { iv: new Uint8Array(12), data: new TextEncoder().encode(key).buffer }, ...rest },
});
const REGISTERED = { attempts: 0, registeredAt: NOW, passId: "URN:UVCI:1" };
const REFUSED = { attempts: 1, refusedAt: NOW, reason: "identity_mismatch" };
const QUEUE = [
	outboxRow("waits", NOW - 40, { status: "waiting", attempts: 2, notBefore: NOW - 5 }),
	outboxRow("on its way", NOW - 30, { status: "sending", attempts: 0, sentAt: NOW - 1 }),
	outboxRow("registered", NOW - 20, { status: "registered", ...REGISTERED }),
	outboxRow("refused", NOW - 10, { status: "refused", ...REFUSED }),
];

describe("the database of version 1", () => {
	it("keeps its post, its count and who is inside", async () => {
		const name = "version 1 at its post";
		await leaveVersion1(name);
		const db = new RelaisDatabase(name);
		const state = await readGate(NOW, db);
		if (state.state !== "chosen") throw new Error(state.state);
		expect(state.gate).toMatchObject({ assignment: "film", name: "Séance", gate: "A", ends: ENDS });
		expect(tallyOf(await indexedDbCheckinStore(db).events("film"), "film")).toMatchObject({ inside: 2, entries: 2 });

		const presented = { passId: PASS, outcome: "accepted", format: "relais", direction: "in", again: false } as const;
		const again = await recordPassage(state.gate, presented, { now: NOW + 60, db });
		expect(again).toMatchObject({ ok: true, value: { outcome: "already_in", before: { at: NOW } } });
		const [salt, ...others] = await eventSalts(state.gate, { now: NOW, db });
		expect(others).toEqual([]);
		expect(salt.id).toBe(await saltIdOf(salt.key));
		await expect(crypto.subtle.exportKey("raw", salt.key)).rejects.toThrow();
	});

	it("sends what waited, as the portal takes it, once", async () => {
		const name = "version 1 with a queue";
		const { waiting } = await leaveVersion1(name);
		const db = new RelaisDatabase(name);
		expect(await countUnsent(db)).toBe(1);
		const { venue, ...rest } = waiting;
		const sent: unknown[] = [];
		const call: NonNullable<Parameters<typeof exchangeWithPortal>[0]>["call"] = async ({ events }) => {
			sent.push(...events);
			return ok({ stored: events.map((event) => checkinEvent.parse(event).id) });
		};
		await exchangeWithPortal({ db, call });
		expect(sent).toEqual([{ ...rest, assignment: venue, type: "passage", salt: UNNAMED_SALT }]);
		expect(await countUnsent(db)).toBe(0);
	});

	it("keeps the queue of a counter, which then drains", async () => {
		const name = "version 1 in an outage";
		await leaveVersion1(name);
		const db = new RelaisDatabase(name);
		const sent: { key: string; sealed: string }[] = [];
		const send: DrainPorts<OutboxPayload>["send"] = async (batch) => {
			sent.push(...batch.map(({ key, payload }) => ({ key, sealed: new TextDecoder().decode(payload.sealed.data) })));
			return ok(batch.map(({ key }) => ({ key, outcome: "registered", registeredAt: NOW + 1, passId: `of ${key}` })));
		};
		const store = indexedDbOutboxStore(db);
		expect(await store.sending()).toEqual(["on its way"]);
		await drainDue({ store, send, now: () => NOW, random: () => 0, limit: 100 });

		const due = ["waits", "on its way"];
		expect(sent).toEqual(due.map((key) => ({ key, sealed: key })));
		for (const key of due) {
			expect(await db.outbox.get(key)).toMatchObject({
				state: "registered",
				registeredAt: NOW + 1,
				passId: `of ${key}`,
			});
		}
		expect((await store.get("registered"))?.entry).toEqual({
			...{ key: "registered", queuedAt: NOW - 20, state: "registered", ...REGISTERED },
		});
		expect((await store.get("refused"))?.entry).toEqual({
			...{ key: "refused", queuedAt: NOW - 10, state: "refused", ...REFUSED },
		});
		expect(await store.sending()).toEqual([]);
		expect(JSON.stringify(await db.outbox.toArray())).not.toContain('"status"');
		db.close();
		const bare = await new Dexie(name).open();
		expect(
			bare
				.table("outbox")
				.schema.indexes.map((index) => index.name)
				.sort(),
		).toEqual(["index", "queuedAt", "state"]);
	});

	it("changes nothing else, and leaves nothing under the old name", async () => {
		const name = "version 1 and the rest";
		await leaveVersion1(name);
		const db = new RelaisDatabase(name);
		expect(await db.facts.get("another-fact")).toEqual({ name: "another-fact", value: { venue: "stays" } });
		expect(await db.outbox.count()).toBe(QUEUE.length);
		expect(JSON.stringify([await db.checkins.toArray(), await db.facts.get("gate")])).not.toContain("venue");
		db.close();
		const bare = await new Dexie(name).open();
		expect(bare.tables.map((table) => table.name)).not.toContain("salts");
	});
});

describe("the database of version 2", () => {
	it("[CC-8] keeps the accepted codes, by the hash that is published", async () => {
		const name = "version 2 with codes";
		const before = new Dexie(name);
		before.version(2).stores({ acceptedCodes: "hash, day, acceptedAt" });
		const code = { hash: "2XYg0teYzYI", day: "2021-08-16", acceptedAt: NOW };
		await before.table("acceptedCodes").add(code);
		before.close();
		const store = indexedDbAcceptedCodeStore(new RelaisDatabase(name));
		expect(await store.ofDay("2021-08-16")).toEqual([{ ...code, hash: "2XYg" }]);
	});
});
