import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { isSheetOpen, loadDayRows, numberOf } from "./day-list";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { isFateOpen, sayFate } from "./sheet-fate";

it("the first attestation of a block at 0 is number 1, in the list as on its sheet", () => {
	expect(numberOf({ index: "jti1.0" })).toBe(1);
	expect(numberOf({ index: 0 })).toBe(1);
	expect(numberOf({ index: "jti1.1499" })).toBe(numberOf({ index: 1499 }));
});

it("the latest comes first, also of those that were issued in one second", async () => {
	const { db, ...ports } = await enrolledCounter();
	for (let i = 0; i < 12; i++) await issueDraft(draft({ id: crypto.randomUUID() }), { ...ports, db });
	const numbers = (await loadDayRows(NOW - 1, db)).map(({ row }) => numberOf(row));
	expect(numbers).toHaveLength(12);
	expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
});

describe("[SH-7] a sheet of which nobody said what became of it", () => {
	async function issued() {
		const ports = await enrolledCounter();
		const asked = draft();
		await issueDraft(asked, ports);
		const open = async () => (await loadDayRows(NOW + DAY, ports.db)).filter(isSheetOpen).map(({ row }) => row.key);
		return { db: ports.db, key: asked.id, open, store: indexedDbOutboxStore(ports.db) };
	}

	it("is offered, whatever registered meanwhile, until somebody says", async () => {
		const { db, key, open, store } = await issued();
		expect(await open()).toEqual([key]);
		await store.apply(key, { type: "send", at: NOW });
		await store.apply(key, { type: "registered", registeredAt: NOW, passId: "p" });
		expect(await open()).toEqual([key]);
		await sayFate([key], "handed", db);
		expect(await open()).toEqual([]);
		await sayFate([key], null, db);
		expect(await open()).toEqual([key]);
	});

	it("is not offered once its paper is worth nothing", async () => {
		const { key, open, store } = await issued();
		await store.apply(key, { type: "refused", at: NOW, reason: "identity_mismatch" });
		expect(await open()).toEqual([]);
	});

	it("of an earlier app is known by whether it was on a screen", () => {
		expect(isFateOpen({ shown: false })).toBe(true);
		expect(isFateOpen({ shown: true })).toBe(false);
		expect(isFateOpen({ fate: null })).toBe(true);
		expect(isFateOpen({ fate: "handed", shown: false })).toBe(false);
	});
});
