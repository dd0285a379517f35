import { describe, expect, it } from "vitest";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { takeBackRefused } from "./refused-papers";
import { askRevocation, revocationName, revocationRow } from "./revocation";
import { openApart } from "./sealed-part";

async function refusedFor(reason: string) {
	const ports = await enrolledCounter();
	const device = await loadUnlocked(ports.db);
	if (device === undefined) throw new Error("not enrolled");
	const asked = draft();
	const issued = await issueDraft(asked, ports);
	if (!issued.ok) throw new Error(issued.error.code);
	await indexedDbOutboxStore(ports.db).apply(asked.id, { type: "refused", at: NOW, reason });
	return { db: ports.db, device, key: asked.id, sheet: issued.value };
}

describe("[SH-6] papers of refused records", () => {
	it("that still verify are taken back by themselves, once", async () => {
		const { db, device, key, sheet } = await refusedFor("record_malformed");
		await takeBackRefused(device, { now: NOW, db });
		await takeBackRefused(device, { now: NOW, db });
		const rows = await db.revocations.toArray();
		expect(rows).toMatchObject([{ key, state: "waiting" }]);
		const { sealed } = rows[0] ?? {};
		const wish = sealed && (await openApart({ storageKey: device.storageKey, name: revocationName(key), sealed }));
		expect(wish).toEqual({ attestation: sheet.rp1, reason: "record_refused" });
	});

	it.each(["identity_mismatch", "already_registered", "key_reused", "index_reused", "issuer_mismatch"])(
		"are left alone where that changes nothing, or would take another one back: %s",
		async (reason) => {
			const { db, device } = await refusedFor(reason);
			await takeBackRefused(device, { now: NOW, db });
			expect(await db.revocations.count()).toBe(0);
		},
	);

	it("that somebody here took back before the record arrived are closed, not offered for correction", async () => {
		const { db, device, key, sheet } = await refusedFor("revoked");
		const wish = { key, attestation: sheet.rp1, reason: "wrong_person" } as const;
		await askRevocation(await revocationRow(device.storageKey, wish), db);
		await takeBackRefused(device, { now: NOW, db });
		expect(await db.outbox.get(key)).toMatchObject({ state: "refused", closedAt: NOW });
	});
});
