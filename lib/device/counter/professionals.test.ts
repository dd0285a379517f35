import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { dropKeys, endDuty, takeDuty } from "../identity/held-keys";
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
