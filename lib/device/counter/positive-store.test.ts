import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { HOUR } from "@/lib/shared/numeric-date";
import { outboxStoreContract } from "@/tests/contracts/outbox-store";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { RelaisDatabase } from "../store/database";
import type { PositiveDraft } from "./attestation-draft";
import { issueDraft } from "./issue";
import {
	closePositive,
	countPositives,
	indexedDbPositiveStore,
	LINE_KEPT,
	loadPositive,
	loadPositives,
	openPositive,
	trimPositives,
} from "./positive-store";
import { recordPositive } from "./record-positive";

let databases = 0;

outboxStoreContract("the store of positive results", {
	open: async () => indexedDbPositiveStore(new RelaisDatabase(`positives ${databases++}`)),
	payload: (n) => ({ sealed: { iv: new Uint8Array([n]), data: new Uint8Array([n, n]).buffer } }),
});

function positiveDraft(changes: Partial<PositiveDraft> = {}): PositiveDraft {
	const { kind: _, ...rest } = draft();
	return { ...rest, consent: true, lot: { number: "41ADG" }, ...changes };
}

describe("[EN-15] a positive antigen test", () => {
	it("is stored sealed before anything is said of it; no index is spent, nothing is signed", async () => {
		const ports = await enrolledCounter();
		const one = positiveDraft();
		const recorded = await recordPositive(one, ports);
		expect(recorded).toMatchObject({
			ok: true,
			value: { key: one.id, product: "1232", sampled: { at: NOW - HOUR, zone: "Europe/Paris" }, recorded: { at: NOW } },
		});
		const device = await loadUnlocked(ports.db);
		const [row] = await ports.db.positives.toArray();
		if (device === undefined || row?.sealed == null) throw new Error("nothing is stored");
		expect(row).toMatchObject({ key: one.id, state: "waiting", queuedAt: NOW });
		expect(Buffer.from(row.sealed.data).toString("latin1")).not.toContain("ESSAI");
		expect(await openPositive(device.storageKey, one.id, row.sealed)).toEqual(recorded.ok && recorded.value);
		expect([await ports.db.outbox.count(), await ports.db.indices.count()]).toEqual([0, 0]);
	});

	it("twice is once, and a full form is refused by name only", async () => {
		const ports = await enrolledCounter();
		const one = positiveDraft();
		await recordPositive(one, ports);
		await recordPositive(one, ports);
		expect(await ports.db.positives.count()).toBe(1);
		const wrong = positiveDraft({ guardian: "X".repeat(81) });
		expect(await recordPositive(wrong, ports)).toEqual({
			ok: false,
			error: { code: "record_malformed", retryable: false },
		});
		expect(await ports.db.positives.count()).toBe(1);
	});

	it("takes back the paper of the negative result that it puts right, in the same write", async () => {
		const ports = await enrolledCounter();
		const negative = draft();
		await issueDraft(negative, ports);
		const corrects = { key: negative.id, reason: "result_corrected" } as const;
		await recordPositive(positiveDraft({ corrects }), ports);
		expect(await ports.db.revocations.toArray()).toMatchObject([{ key: negative.id, state: "waiting" }]);
	});

	it("forgets the person once it is registered, and the line with its time; what waits stays", async () => {
		const ports = await enrolledCounter();
		const [one, two] = [positiveDraft(), positiveDraft()];
		for (const each of [one, two]) await recordPositive(each, ports);
		const store = indexedDbPositiveStore(ports.db);
		await store.apply(one.id, { type: "registered", registeredAt: NOW, passId: "" });
		const copied = (await ports.db.positives.get(one.id))?.sealed;
		await trimPositives(NOW, ports.db);
		expect(await ports.db.positives.get(one.id)).toMatchObject({ state: "registered", sealed: null });
		const device = await loadUnlocked(ports.db);
		if (device === undefined || copied == null) throw new Error("nothing is stored");
		// [VA-9] Nor from an earlier copy of the row.
		expect(await openPositive(device.storageKey, one.id, copied)).toBeUndefined();
		await trimPositives(NOW + LINE_KEPT, ports.db);
		expect(await ports.db.positives.toCollection().primaryKeys()).toEqual([two.id]);
		expect((await store.get(two.id))?.payload).not.toBeNull();
	});
});

it("[SH-15] the positive results of a period are listed latest first, with their person until they are registered", async () => {
	const ports = await enrolledCounter();
	const [one, two] = [positiveDraft(), positiveDraft()];
	await recordPositive(one, ports);
	await recordPositive(two, { ...ports, now: () => NOW + 5 });
	await recordPositive(positiveDraft(), { ...ports, now: () => NOW + HOUR });
	const store = indexedDbPositiveStore(ports.db);
	await store.apply(two.id, { type: "registered", registeredAt: NOW + 6, passId: "" });
	await trimPositives(NOW + 6, ports.db);
	const device = await loadUnlocked(ports.db);
	if (device === undefined) throw new Error("no counter");
	const listed = await loadPositives({ from: NOW, to: NOW + HOUR }, { storageKey: device.storageKey, db: ports.db });
	expect(listed.map(({ row, result }) => [row.key, row.state, result?.identity.family])).toEqual([
		[two.id, "registered", undefined],
		[one.id, "waiting", "ESSAI"],
	]);
});

describe("[SH-18] a positive result that the authority refused", () => {
	async function refused() {
		const ports = await enrolledCounter();
		const one = positiveDraft();
		await recordPositive(one, ports);
		const why = { reason: "record_malformed", field: "guardian" };
		await indexedDbPositiveStore(ports.db).apply(one.id, { type: "refused", at: NOW, ...why });
		const device = await loadUnlocked(ports.db);
		if (device === undefined) throw new Error("no counter");
		const load = (key: string) => loadPositive(key, device.storageKey, ports.db);
		return { ports, one, load, later: { ...ports, now: () => NOW + HOUR } };
	}

	it("stays whole, and is counted, until somebody has looked after it", async () => {
		const { ports, one, load } = await refused();
		await trimPositives(NOW + LINE_KEPT, ports.db);
		expect((await load(one.id))?.result?.identity.family).toBe("ESSAI");
		expect((await countPositives(ports.db)).refused.map(({ key }) => key)).toEqual([one.id]);
	});

	it("is recorded anew with the times of the first; the first names its replacement and forgets the person", async () => {
		const { ports, one, load, later } = await refused();
		const sealed = (await ports.db.positives.get(one.id))?.sealed;
		const next = positiveDraft({ redoes: { key: one.id, recorded: NOW } });
		const recorded = await recordPositive(next, later);
		expect(recorded).toMatchObject({ value: { key: next.id, recorded: { at: NOW }, sampled: { at: NOW - HOUR } } });
		expect(await ports.db.positives.get(one.id)).toMatchObject({ state: "refused", correctedBy: next.id });
		await trimPositives(NOW + HOUR, ports.db);
		expect(await load(one.id)).toMatchObject({ row: { sealed: null }, result: undefined });
		const device = await loadUnlocked(ports.db);
		if (device === undefined || sealed == null) throw new Error("nothing was stored");
		expect(await openPositive(device.storageKey, one.id, sealed)).toBeUndefined();
		expect(await countPositives(ports.db)).toMatchObject({ all: 2, waiting: 1, refused: [] });
	});

	it("gives way to an attestation where the result was wrong", async () => {
		const { ports, one, later } = await refused();
		const negative = draft({ redoes: { key: one.id, recorded: NOW } });
		expect(await issueDraft(negative, later)).toMatchObject({ ok: true });
		expect(await ports.db.positives.get(one.id)).toMatchObject({ correctedBy: negative.id });
	});

	it("that nobody will put right is closed: its person is forgotten, its line goes with its time", async () => {
		const { ports, one, load } = await refused();
		await closePositive(one.id, NOW + 1, ports.db);
		expect(await load(one.id)).toMatchObject({ row: { closedAt: NOW + 1, sealed: null }, result: undefined });
		expect((await countPositives(ports.db)).refused).toEqual([]);
		await trimPositives(NOW + LINE_KEPT, ports.db);
		expect(await load(one.id)).toBeUndefined();
	});
});
