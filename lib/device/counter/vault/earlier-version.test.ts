import "fake-indexeddb/auto";
import Dexie from "dexie";
import { describe, expect, it } from "vitest";
import { queuedEntry } from "@/lib/outbox/outbox";
import { positiveInput } from "@/lib/protocol/positives";
import type { SharedIndex } from "@/lib/protocol/shared-papers";
import { HOUR } from "@/lib/shared/numeric-date";
import { DEVICE, NOW } from "@/tests/support/authority";
import { cheapVaultPorts } from "@/tests/support/cheap-vault";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../../identity/device-store";
import { RelaisDatabase } from "../../store/database";
import { seal, unseal } from "../../store/seal";
import { positiveOf } from "../attestation-projections";
import { draftName, loadDrafts } from "../draft-store";
import { issueDraft } from "../issue";
import { addEnvelopes } from "../late-envelopes";
import { indexedDbPositiveStore, openPositive, positiveName } from "../positive-store";
import { revocationName } from "../revocation";
import { openAttestation } from "../sealed-attestation";
import { openApart } from "../sealed-part";
import { loadSharedPapers, SHARED_NAME } from "../shared-papers";
import { readSoftwareKey, SOFTWARE_NAME } from "../software-link";
import { protectCounter } from "./counter-vault";

const PASSPHRASE = "cheval batterie agrafe";
const REQUEST = { attestation: "RP1:X", reason: "name_corrected" };
const DRAFT_KEY = "00000000-0000-4000-8000-00000000dddd";
const SOFTWARE_KEY = "A".repeat(43);
const PAPER_DRAFT = "00000000-0000-4000-8000-00000000eeee";

/** Acts as that version issued and sealed them: a record that waits, one that is registered. */
async function actsOf(storageKey: CryptoKey) {
	const counter = await enrolledCounter();
	const [waits, registered] = [draft(), draft()];
	const device = await loadUnlocked(counter.db);
	if (device === undefined) throw new Error("locked");
	const rows = [];
	for (const { id } of [waits, registered]) {
		await issueDraft(draft({ id, contact: { phone: "0600000000" } }), counter);
		const row = await counter.db.outbox.get(id);
		const content = row?.sealed && (await openAttestation(device.storageKey, id, row.sealed));
		if (row === undefined || content == null) throw new Error("nothing issued");
		const { envelope: _, ...bare } = row;
		rows.push({ ...bare, sealed: await seal(storageKey, id, content) });
	}
	const { queuedAt = 0 } = rows[1] ?? {};
	const settled = { key: registered.id, queuedAt, state: "registered", attempts: 1, registeredAt: NOW, passId: "p" };
	const { index, sealed, fate, trimmed } = rows[1] ?? {};
	const row = await counter.db.device.get("device");
	return { waits, registered, row, outbox: [rows[0], { ...settled, index, sealed, fate, trimmed }] };
}

/** A counter as version 8 of the database left it, in the middle of an outage, with everything that it could hold. */
async function leaveVersion8(name: string) {
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const db = new Dexie(name);
	db.version(8).stores({
		device: "id",
		outbox: "key, &index, state, queuedAt",
		revocations: "key, state",
		positives: "key, state",
		drafts: "id",
		facts: "name",
	});
	const { waits, registered, row, outbox } = await actsOf(storageKey);
	await db.table("device").add({ ...row, privateKey: await importPrivateKey(DEVICE), storageKey });
	await db.table("outbox").bulkAdd(outbox);
	const asked = await seal(storageKey, revocationName(registered.id), REQUEST);
	await db.table("revocations").add({ key: registered.id, state: "waiting", askedAt: NOW, sealed: asked });
	const { kind: _, ...positiveDraft } = draft();
	const positive = positiveInput.parse(
		positiveOf({ ...positiveDraft, consent: true, lot: { number: "41ADG" } }, { now: NOW, zone: "Europe/Paris" }),
	);
	const result = await seal(storageKey, positiveName(positive.key), positive);
	await db.table("positives").add({ ...queuedEntry(positive.key, NOW), sealed: result });
	const form = await seal(storageKey, draftName(DRAFT_KEY), { family: "MOITIE" });
	await db.table("drafts").add({ id: DRAFT_KEY, startedAt: NOW, sealed: form });
	const { family, given, birth, sex } = waits.identity;
	const paper = { key: waits.id, identity: { family, given, birth, sex }, state: "needs", locale: "fr" } as const;
	const signed = { k: "A", t: NOW - HOUR, exp: NOW + 71 * HOUR, p: "1232" } as const;
	const shared: SharedIndex = { delegation: "Dq3x", index: 1_000, seenAt: NOW, papers: [{ ...paper, signed }] };
	const list = { shared: [shared], drafts: { [waits.id]: PAPER_DRAFT } };
	const value = { sealed: await seal(storageKey, SHARED_NAME, list), askedAt: NOW };
	const software = await seal(storageKey, SOFTWARE_NAME, SOFTWARE_KEY);
	await db.table("facts").bulkAdd([
		{ name: "shared-papers", value },
		{ name: "software-key", value: software },
	]);
	db.close();
	return { storageKey, waits, registered, positive };
}

describe("[VA-4] the database of a counter of an earlier version", () => {
	it("loses nothing that waits, and all of it is sealed anew under the first passphrase", async () => {
		const name = "version 8 in an outage";
		const { storageKey: earlier, waits, registered, positive } = await leaveVersion8(name);
		const db = new RelaisDatabase(name);
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(await protectCounter(PASSPHRASE, { db, ports: cheapVaultPorts(db) })).toMatchObject({ ok: true });
		const device = await loadUnlocked(db);
		if (device === undefined) throw new Error("locked");
		const { storageKey } = device;

		expect(await db.outbox.toArray()).toHaveLength(2);
		for (const { id } of [waits, registered]) {
			const sealed = (await db.outbox.get(id))?.sealed;
			if (sealed == null) throw new Error("lost");
			const record = (await openAttestation(storageKey, id, sealed))?.record;
			expect(record).toMatchObject({ key: id, identity: { family: "ESSAI" }, contact: { phone: "0600000000" } });
		}
		expect(await db.outbox.get(registered.id)).toMatchObject({ state: "registered", passId: "p" });
		const revocation = await db.revocations.get(registered.id);
		const place = { storageKey, name: revocationName(registered.id) };
		expect(revocation?.state).toBe("waiting");
		expect(revocation?.sealed && (await openApart({ ...place, sealed: revocation.sealed }))).toEqual(REQUEST);
		const [result] = await indexedDbPositiveStore(db).due(NOW, 10);
		const sealedResult = result && (await indexedDbPositiveStore(db).get(result.key))?.payload?.sealed;
		expect(sealedResult && (await openPositive(storageKey, positive.key, sealedResult))).toEqual(positive);
		expect(await loadDrafts(storageKey, (form) => form, db)).toEqual([{ family: "MOITIE" }]);
		const [index] = await loadSharedPapers(device, db);
		expect(index?.papers.map(({ identity, draft }) => [identity.family, draft])).toEqual([["ESSAI", PAPER_DRAFT]]);
		expect(await readSoftwareKey({ storageKey, db })).toBe(SOFTWARE_KEY);

		// The key that lay there in the clear opens none of it any more.
		const [acts, others] = [
			await db.outbox.toArray(),
			[...(await db.positives.toArray()), ...(await db.drafts.toArray())],
		];
		for (const row of acts) expect(row.sealed && (await unseal(earlier, row.key, row.sealed))).toBeUndefined();
		for (const { sealed } of others) expect(sealed && sealed.slot !== undefined).toBe(true);
	});

	it("gets an envelope for what it had issued without one, so that it leaves while it is locked", async () => {
		const name = "version 8 without envelopes";
		const { waits } = await leaveVersion8(name);
		const db = new RelaisDatabase(name);
		await protectCounter(PASSPHRASE, { db, ports: cheapVaultPorts(db) });
		const device = await loadUnlocked(db);
		if (device === undefined) throw new Error("locked");
		expect((await db.outbox.get(waits.id))?.envelope).toBeUndefined();
		await addEnvelopes(device, db);
		expect((await db.outbox.get(waits.id))?.envelope).toMatch(/^ey/);
	});
});
