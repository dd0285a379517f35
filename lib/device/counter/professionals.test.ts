import "fake-indexeddb/auto";
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { dropKeys, endDuty, takeDuty } from "../identity/held-keys";
import { noteLife } from "../identity/start";
import type { RelaisDatabase } from "../store/database";
import { writeFact } from "../store/facts";
import { issueDraft } from "./issue";
import {
	addProfessional,
	clearPin,
	loadProfessionals,
	professionalWait,
	removeProfessional,
	setPin,
	tryProfessionalPin,
} from "./professionals";
import { openAttestation } from "./sealed-attestation";

const RPPS = "10003123451";

async function pharmacy() {
	const ports = await enrolledCounter();
	const device = await loadUnlocked(ports.db);
	if (device === undefined) throw new Error("locked");
	const store = { storageKey: device.storageKey, db: ports.db };
	await addProfessional({ name: "Zoé Essai", rpps: RPPS }, store);
	await addProfessional({ name: "Ali Modèle", rpps: "10003132452" }, store);
	const [ali, zoe] = await loadProfessionals(store);
	if (ali === undefined || zoe === undefined) throw new Error("not listed");
	return { ports, store, ali, zoe };
}

/** The app has run for so many seconds more. */
async function letRun(db: RelaisDatabase, seconds: number): Promise<void> {
	const row = await db.facts.get("running-time");
	if (row === undefined) throw new Error("it has not run");
	const { seconds: before, wall } = row.value as { seconds: number; wall: number };
	await writeFact("running-time", { seconds: before + seconds, wall }, db);
}

describe("the professionals of a counter", () => {
	it("[VA-7] are listed by name; no name, number or PIN lies in the clear", async () => {
		const { ports, store, zoe } = await pharmacy();
		await setPin({ id: zoe.id, pin: "135790" }, store);
		expect((await loadProfessionals(store)).map(({ name, hasPin }) => [name, hasPin])).toEqual([
			["Ali Modèle", false],
			["Zoé Essai", true],
		]);
		const text = JSON.stringify(await ports.db.professionals.toArray(), (_, value: unknown) =>
			value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value,
		);
		for (const secret of ["Zo", RPPS, "135790", "hash", "salt"]) expect(text).not.toContain(secret);
		await removeProfessional(zoe.id, store);
		expect((await loadProfessionals(store)).map(({ name }) => name)).toEqual(["Ali Modèle"]);
	});

	it("[VA-8] a PIN is set once, right or wrong, and ends by the holder of the passphrase only", async () => {
		const { store, ali } = await pharmacy();
		expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toEqual({ outcome: "wrong" });
		expect(await setPin({ id: ali.id, pin: "1234" }, store)).toBe(true);
		expect(await setPin({ id: ali.id, pin: "9999" }, store)).toBe(false);
		expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toEqual({ outcome: "right" });
		await clearPin(ali.id, store);
		expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toEqual({ outcome: "wrong" });
		expect(await setPin({ id: ali.id, pin: "9999" }, store)).toBe(true);
	});

	it("[VA-8] five wrong ones close that professional's for a minute, and nobody else's", async () => {
		const { store, ali, zoe } = await pharmacy();
		await setPin({ id: ali.id, pin: "1234" }, store);
		await setPin({ id: zoe.id, pin: "4321" }, store);
		for (let i = 0; i < 5; i++) await tryProfessionalPin({ id: ali.id, pin: "0000" }, store);
		expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toMatchObject({ outcome: "locked" });
		expect(await professionalWait(ali.id, store.db)).toBeGreaterThan(0);
		expect(await tryProfessionalPin({ id: zoe.id, pin: "4321" }, store)).toEqual({ outcome: "right" });
	});

	it("[VA-8] the delay grows with every five wrong ones, and a right PIN takes none back", async () => {
		const { store, ali } = await pharmacy();
		await setPin({ id: ali.id, pin: "1234" }, store);
		const waited: number[] = [];
		for (const seconds of [60, 120]) {
			for (let i = 0; i < 4; i++) await tryProfessionalPin({ id: ali.id, pin: "0000" }, store);
			expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toEqual({ outcome: "right" });
			const fifth = await tryProfessionalPin({ id: ali.id, pin: "0000" }, store);
			expect(fifth).toEqual({ outcome: "wrong" });
			waited.push(await professionalWait(ali.id, store.db));
			expect(waited.at(-1)).toBeLessThanOrEqual(seconds);
			expect(waited.at(-1)).toBeGreaterThan(seconds / 2);
			await letRun(store.db, seconds);
		}
		expect(waited).toHaveLength(2);
	});

	it("[VA-8] [VA-11] wrong tries of a PIN that was taken away do not close the one chosen in its place", async () => {
		const { store, ali } = await pharmacy();
		await setPin({ id: ali.id, pin: "1234" }, store);
		for (let i = 0; i < 5; i++) await tryProfessionalPin({ id: ali.id, pin: "0000" }, store);
		await clearPin(ali.id, store);
		expect(await setPin({ id: ali.id, pin: "9999" }, store)).toBe(true);
		expect(await tryProfessionalPin({ id: ali.id, pin: "9999" }, store)).toEqual({ outcome: "right" });
	});

	it("[VA-11] an order of the authority ends every PIN of before, and each is chosen anew; the queue stays", async () => {
		const { ports, store, ali, zoe } = await pharmacy();
		for (const { id } of [ali, zoe]) await setPin({ id, pin: "1234" }, store);
		takeDuty(ports.db.name, zoe);
		const one = draft();
		await issueDraft(one, ports);
		const before = await ports.db.outbox.get(one.id);
		await noteLife({ state: "alone", since: 0, shared: 0, pins: randomUUID() }, "start_01", ports.db);
		expect((await loadProfessionals(store)).map(({ hasPin }) => hasPin)).toEqual([false, false]);
		expect(await tryProfessionalPin({ id: ali.id, pin: "1234" }, store)).toEqual({ outcome: "wrong" });
		expect(await setPin({ id: ali.id, pin: "8642" }, store)).toBe(true);
		expect((await loadProfessionals(store)).map(({ hasPin }) => hasPin)).toEqual([true, false]);
		expect(await tryProfessionalPin({ id: ali.id, pin: "8642" }, store)).toEqual({ outcome: "right" });
		// Heard again, or heard of nothing: the PIN stays.
		await noteLife({ state: "alone", since: 0, shared: 0 }, "start_01", ports.db);
		expect(await tryProfessionalPin({ id: ali.id, pin: "8642" }, store)).toEqual({ outcome: "right" });
		endDuty(ports.db.name);
		const after = await ports.db.outbox.get(one.id);
		if (before?.sealed == null || after?.sealed == null) throw new Error("lost");
		expect(Buffer.from(after.sealed.data).equals(Buffer.from(before.sealed.data))).toBe(true);
		expect((await openAttestation(store.storageKey, one.id, after.sealed))?.record?.professional).toBe(RPPS);
		takeDuty(ports.db.name, ali);
		const next = draft();
		expect((await issueDraft(next, ports)).ok).toBe(true);
	});

	it("[VA-7] the record says who was on duty, whatever was typed; nobody's number where nobody is", async () => {
		const { ports, store, zoe } = await pharmacy();
		const issuedBy = async (typed?: string) => {
			const one = draft(typed === undefined ? {} : { professional: typed });
			await issueDraft(one, ports);
			const row = await ports.db.outbox.get(one.id);
			return row?.sealed && (await openAttestation(store.storageKey, one.id, row.sealed))?.record?.professional;
		};
		expect(await issuedBy()).toBeUndefined();
		takeDuty(ports.db.name, zoe);
		expect((await loadUnlocked(ports.db))?.onDuty).toMatchObject({ name: "Zoé Essai" });
		expect([await issuedBy(), await issuedBy("10003132452")]).toEqual([RPPS, RPPS]);
		endDuty(ports.db.name);
		expect(await issuedBy("10003132452")).toBe("10003132452");
		takeDuty(ports.db.name, zoe);
		dropKeys(ports.db.name);
		expect(await loadUnlocked(ports.db)).toBeUndefined();
	});
});
