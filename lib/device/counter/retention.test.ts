import { describe, expect, it } from "vitest";
import type { OutboxEvent } from "@/lib/outbox/outbox";
import { DAY } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { applyRetention } from "./retention";
import { openAttestation } from "./sealed-attestation";

async function counterWithOne() {
	const { db, ...ports } = await enrolledCounter();
	const one = draft({
		contact: { phone: "0600000000", email: "camille@essai.example" },
		identity: { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F", nir: "290024912345644" },
	});
	await issueDraft(one, { ...ports, db });
	const device = await loadUnlocked(db);
	if (device === undefined) throw new Error("not enrolled");
	const opened = async () => {
		const row = await db.outbox.get(one.id);
		return row?.sealed == null ? row?.sealed : openAttestation(device.storageKey, one.id, row.sealed);
	};
	const happened = (event: OutboxEvent) => indexedDbOutboxStore(db).apply(one.id, event);
	return { db, device, opened, happened };
}

/** What is left once it is settled: everything that a correction asks again, without NIR and contact. */
const trimmed = {
	record: expect.objectContaining({
		identity: { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F" },
		contact: {},
	}),
	sheet: expect.objectContaining({ person: { family: "ESSAI", given: "Camille", birth: "1990-02-03" } }),
};

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

	it("[SH-11] a registered one: the sheet for the days of the kit, from the later of issue and registration, then nothing", async () => {
		const { db, device, opened, happened } = await counterWithOne();
		const kept = { ...device, sheetDays: 7 };
		await happened({ type: "registered", registeredAt: NOW + 3 * DAY, passId: "p" });
		await applyRetention(kept, { now: NOW + 3 * DAY + 60, db });
		expect(await opened()).toEqual(trimmed);
		await applyRetention(kept, { now: NOW + 10 * DAY - 1, db });
		expect(await opened()).toEqual(trimmed);
		await applyRetention(kept, { now: NOW + 10 * DAY, db });
		expect(await db.outbox.count()).toBe(0);
	});

	it("a refused one that was closed goes like a registered one", async () => {
		const { db, device, opened, happened } = await counterWithOne();
		await happened({ type: "refused", at: NOW, reason: "revoked" });
		await happened({ type: "closed", at: NOW + 60 });
		await applyRetention(device, { now: NOW + 61, db });
		expect(await opened()).toEqual(trimmed);
		await applyRetention({ ...device, sheetDays: 1 }, { now: NOW + 60 + DAY, db });
		expect(await db.outbox.count()).toBe(0);
	});
});
