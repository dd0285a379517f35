import { describe, expect, it } from "vitest";
import type { OutboxEvent } from "@/lib/outbox/outbox";
import { ROW_KEPT, SHEET_KEPT } from "@/lib/outbox/retention";
import { DAY } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadDevice } from "../identity/device-store";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { applyRetention } from "./retention";
import { openAttestation } from "./sealed-attestation";
import { sayFate } from "./sheet-fate";

async function counterWithOne() {
	const { db, ...ports } = await enrolledCounter();
	const one = draft();
	await issueDraft(one, { ...ports, db });
	const device = await loadDevice(db);
	if (device === undefined) throw new Error("not enrolled");
	const opened = async () => {
		const row = await db.outbox.get(one.id);
		return row?.sealed == null ? row?.sealed : openAttestation(device.storageKey, one.id, row.sealed);
	};
	const happened = (event: OutboxEvent) => indexedDbOutboxStore(db).apply(one.id, event);
	const said = () => sayFate([one.id], "handed", db);
	return { db, device, key: one.id, opened, happened, said };
}

describe("what the counter keeps", () => {
	it("everything of an entry that is not acknowledged, for as long as it takes", async () => {
		const { db, device, opened } = await counterWithOne();
		await applyRetention(device, { now: NOW + 400 * DAY, db });
		expect(await opened()).toMatchObject({ record: { identity: { family: "ESSAI" } } });
	});

	it("a refused one that nobody looked after, too", async () => {
		const { db, device, opened, happened } = await counterWithOne();
		await happened({ type: "refused", at: NOW, reason: "revoked" });
		await applyRetention(device, { now: NOW + 400 * DAY, db });
		expect(await opened()).toMatchObject({ record: { identity: { family: "ESSAI" } } });
	});

	it("a registered one: the sheet for a day, the line for a week, then nothing", async () => {
		const { db, device, key, opened, happened, said } = await counterWithOne();
		await said();
		await happened({ type: "registered", registeredAt: NOW + 60, passId: "p" });
		await applyRetention(device, { now: NOW + 61, db });
		expect(await opened()).toMatchObject({ record: null, sheet: { person: { family: "ESSAI" } } });
		await applyRetention(device, { now: NOW + 60 + SHEET_KEPT, db });
		expect(await opened()).toBeNull();
		expect(await db.outbox.get(key)).toMatchObject({ state: "registered", sealed: null });
		await applyRetention(device, { now: NOW + ROW_KEPT - 1, db });
		expect(await db.outbox.count()).toBe(1);
		await applyRetention(device, { now: NOW + ROW_KEPT, db });
		expect(await db.outbox.count()).toBe(0);
	});

	it("[SH-7] a sheet of which nobody said what became of it, as long as its line", async () => {
		const { db, device, opened, happened, said } = await counterWithOne();
		await happened({ type: "registered", registeredAt: NOW + 60, passId: "p" });
		await applyRetention(device, { now: NOW + 60 + SHEET_KEPT, db });
		expect(await opened()).toMatchObject({ record: null, sheet: { person: { family: "ESSAI" } } });
		await said();
		await applyRetention(device, { now: NOW + 60 + SHEET_KEPT, db });
		expect(await opened()).toBeNull();
	});

	it("one that was registered late keeps its sheet for a day from then", async () => {
		const { db, device, opened, happened } = await counterWithOne();
		await happened({ type: "registered", registeredAt: NOW + 3 * DAY, passId: "p" });
		await applyRetention(device, { now: NOW + 3 * DAY + 60, db });
		expect(await opened()).toMatchObject({ record: null, sheet: { person: { family: "ESSAI" } } });
	});

	it("one that was registered after its week: the sheet for a day, then nothing", async () => {
		const { db, device, opened, happened, said } = await counterWithOne();
		await said();
		await applyRetention(device, { now: NOW + 20 * DAY, db });
		expect(await opened()).toMatchObject({ record: { identity: { family: "ESSAI" } } });
		await happened({ type: "registered", registeredAt: NOW + 20 * DAY, passId: "p" });
		await applyRetention(device, { now: NOW + 21 * DAY - 1, db });
		expect(await opened()).toMatchObject({ record: null, sheet: { person: { family: "ESSAI" } } });
		await applyRetention(device, { now: NOW + 21 * DAY, db });
		expect(await db.outbox.count()).toBe(0);
	});

	it("a refused one that was closed goes like a registered one", async () => {
		const { db, device, opened, happened, said } = await counterWithOne();
		await said();
		await happened({ type: "refused", at: NOW, reason: "revoked" });
		await happened({ type: "closed", at: NOW + 60 });
		await applyRetention(device, { now: NOW + 60 + SHEET_KEPT, db });
		expect(await opened()).toBeNull();
	});
});
