import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { queuedEntry } from "@/lib/outbox/outbox";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../../identity/device-store";
import { database } from "../../store/database";
import { takeSecrets, usedSecrets } from "../../store/vault/slots";
import { issueDraft } from "../issue";
import { openAttestation, sealAttestation } from "../sealed-attestation";
import { openApart, sealApart } from "../sealed-part";
import { tidySecrets } from "./tidy-secrets";

it("[VA-9] a secret that belongs to nothing is destroyed, one that is in use or came meanwhile is not", async () => {
	const { db: own, ...ports } = await enrolledCounter();
	const device = await loadUnlocked(own);
	if (device === undefined) throw new Error("locked");
	// Acts keep their secrets in the page's database.
	const db = database();
	await db.outbox.clear();
	await issueDraft(draft(), { ...ports, db: own });
	const [row] = await own.outbox.toArray();
	if (row?.sealed == null) throw new Error("nothing sealed");
	await db.outbox.put(row);
	const [stray] = await takeSecrets(1, db);
	const before = new Set(await usedSecrets(db));
	let late: number | undefined;
	await tidySecrets(async () => {
		late = (await takeSecrets(1, db))[0]?.slot;
	}, db);
	const after = new Set(await usedSecrets(db));
	expect(before.has(stray?.slot ?? 0)).toBe(true);
	expect(after.has(stray?.slot ?? 0)).toBe(false);
	expect(late !== undefined && after.has(late)).toBe(true);
	expect((await openAttestation(device.storageKey, row.key, row.sealed))?.record?.key).toBe(row.key);
});

it("[VA-9] results that wait, wishes to take back and drafts keep their secrets", async () => {
	const db = database();
	for (const table of [db.outbox, db.positives, db.revocations, db.drafts]) await table.clear();
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const sealed = () => sealApart({ storageKey, name: "one", value: "kept" });
	const positive = { ...queuedEntry("positive", 1), sealed: await sealed() };
	await db.positives.add(positive);
	const revocation = { key: "act", state: "waiting", askedAt: 1, sealed: await sealed() } as const;
	await db.revocations.add(revocation);
	const draftRow = { id: "draft", startedAt: 1, sealed: await sealed() };
	await db.drafts.add(draftRow);
	await tidySecrets(async () => undefined, db);
	for (const row of [positive, revocation, draftRow]) {
		expect(await openApart({ storageKey, name: "one", sealed: row.sealed })).toBe("kept");
	}
});

it("[VA-9] without its secret a record cannot be opened, with the storage key either; the sheet stays", async () => {
	const { db: own, ...ports } = await enrolledCounter();
	const device = await loadUnlocked(own);
	const one = draft();
	await issueDraft(one, { ...ports, db: own });
	const row = await own.outbox.get(one.id);
	if (device === undefined || row?.sealed == null) throw new Error("nothing sealed");
	const { storageKey } = device;
	const opened = await openAttestation(storageKey, one.id, row.sealed);
	await database().secrets.delete(row.sealed.record?.slot ?? 0);
	expect(await openAttestation(storageKey, one.id, row.sealed)).toEqual({ sheet: opened?.sheet, record: null });
	await database().secrets.delete(row.sealed.slot ?? 0);
	expect(await openAttestation(storageKey, one.id, row.sealed)).toBeUndefined();
	if (opened === undefined) throw new Error("did not open");
	const another = await sealAttestation(storageKey, one.id, opened);
	expect(await openAttestation(storageKey, one.id, another)).toEqual(opened);
});
