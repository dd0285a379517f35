import { compactDecrypt, exportJWK, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { RECORD_KEY_ALG } from "@/lib/protocol/records";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { usedSecrets } from "../store/vault/slots";
import { issueDraft } from "./issue";
import { closeRefused, mendableRecord, mendRefused } from "./mend-refused";
import { indexedDbOutboxStore } from "./outbox-store";
import { takeBackRefused } from "./refused-papers";
import { openAttestation, slotsOfAct } from "./sealed-attestation";

const REFUSED = { type: "refused", at: NOW, reason: "record_malformed", field: "contact.phone" } as const;

/** An attestation whose record the portal did not take, with a key of the portal that the test holds. */
async function refusedRecord(field: string = REFUSED.field) {
	const { publicKey, privateKey } = await generateKeyPair(RECORD_KEY_ALG, { crv: "P-256", extractable: true });
	const { kty, crv, x, y } = await exportJWK(publicKey);
	const jwk = { kty, crv, x, y } as { kty: "EC"; crv: "P-256"; x: string; y: string };
	const ports = await enrolledCounter({ recordKey: { kid: "portal-1", jwk } });
	const device = await loadUnlocked(ports.db);
	if (device === undefined) throw new Error("not enrolled");
	const asked = draft({ contact: { phone: "+3312", email: "camille@example.org" } });
	const issued = await issueDraft(asked, ports);
	if (!issued.ok) throw new Error(issued.error.code);
	const { db } = ports;
	const sent = await openRow(asked.id);
	await indexedDbOutboxStore(db).apply(asked.id, { ...REFUSED, field });
	async function openRow(key: string) {
		const row = await db.outbox.get(key);
		const opened = row?.sealed && (await openAttestation(device?.storageKey as CryptoKey, key, row.sealed));
		if (row == null || opened == null) throw new Error("nothing is stored");
		return { row, ...opened };
	}
	return { db, ports, device, key: asked.id, sent, openRow, privateKey };
}

describe("[SH-13] a refused record that is put right", () => {
	it("waits again under its key, with its paper, times and every other field, on the disk and for the portal", async () => {
		const { db, device, key, sent, openRow, privateKey } = await refusedRecord();
		expect(await mendableRecord(key, { storageKey: device.storageKey, db })).toEqual(sent.record);
		expect(await mendRefused({ key, value: "+33612345678" }, { device, db })).toEqual({ ok: true, value: true });
		const { row, record, sheet } = await openRow(key);
		expect(row).toMatchObject({ state: "waiting", notBefore: 0, queuedAt: NOW, index: sent.row.index });
		expect(record).toEqual({ ...sent.record, contact: { phone: "+33612345678", email: "camille@example.org" } });
		expect(sheet).toEqual(sent.sheet);
		const { plaintext } = await compactDecrypt(row.envelope ?? "", privateKey);
		expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(record);
	});

	it("destroys the secrets of what was sent first, and leaves none over", async () => {
		const { db, device, key, sent, openRow } = await refusedRecord();
		await mendRefused({ key, value: "" }, { device, db });
		const used = new Set(await usedSecrets());
		expect(slotsOfAct(sent.row.sealed).some((slot) => used.has(slot))).toBe(false);
		expect(slotsOfAct((await openRow(key)).row.sealed).every((slot) => used.has(slot))).toBe(true);
	});

	it("keeps its paper until then: it is not taken back", async () => {
		const { db, device, key } = await refusedRecord();
		await takeBackRefused(device, { now: NOW, db });
		expect(await db.revocations.count()).toBe(0);
		await mendRefused({ key, value: "" }, { device, db });
		expect(await mendRefused({ key, value: "" }, { device, db })).toMatchObject({ error: { code: "gone" } });
	});

	it("is taken back with its record when nobody will put it right", async () => {
		const { db, device, key } = await refusedRecord();
		await closeRefused(key, { storageKey: device.storageKey, now: NOW, db });
		expect(await db.outbox.get(key)).toMatchObject({ state: "refused", closedAt: NOW });
		expect(await db.revocations.get(key)).toMatchObject({ state: "waiting" });
		expect(await mendRefused({ key, value: "" }, { device, db })).toMatchObject({ error: { code: "gone" } });
	});

	it("is taken back when a correction replaces it by another paper", async () => {
		const { db, ports, device, key } = await refusedRecord();
		const replaced = await issueDraft(draft({ corrects: { key, reason: "entry_error" } }), ports);
		expect(replaced.ok).toBe(true);
		expect(await db.revocations.get(key)).toMatchObject({ state: "waiting" });
		expect(await mendRefused({ key, value: "" }, { device, db })).toMatchObject({ error: { code: "gone" } });
	});

	it("is none where the field is signed, or a text is none that a record may have", async () => {
		const signed = await refusedRecord("identity.birth");
		expect(await mendableRecord(signed.key, { storageKey: signed.device.storageKey, db: signed.db })).toBeUndefined();
		expect(await mendRefused({ key: signed.key, value: "1990" }, signed)).toMatchObject({ error: { code: "gone" } });
		const { db, device, key } = await refusedRecord();
		const long = await mendRefused({ key, value: "0".repeat(21) }, { device, db });
		expect(long).toMatchObject({ error: { code: "record_malformed" } });
		expect(await db.outbox.get(key)).toMatchObject({ state: "refused" });
	});
});
