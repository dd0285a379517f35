import { describe, expect, it } from "vitest";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { saveDraft } from "./draft-store";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { supportFacts } from "./support-facts";

describe("[SU-1] the facts of a counter for whoever helps", () => {
	it("count what waits, what was refused and why", async () => {
		const ports = await enrolledCounter();
		const { db } = ports;
		const first = draft();
		await issueDraft(first, ports);
		await issueDraft(draft({ id: crypto.randomUUID() }), ports);
		const store = indexedDbOutboxStore(db);
		await store.apply(first.id, { type: "send", at: NOW });
		await store.apply(first.id, { type: "refused", at: NOW, reason: "record_malformed" });
		expect(await supportFacts(db)).toMatchObject({
			schema: db.verno,
			device: { id: "device-1", delegations: 1 },
			acts: {
				states: { refused: 1, waiting: 1 },
				refused: { record_malformed: 1 },
				mostAttempts: 0,
				oldestWaiting: NOW,
			},
			drafts: 0,
		});
	});

	it("hold nothing about anybody, and no paper", async () => {
		const ports = await enrolledCounter();
		const { db } = ports;
		const issued = await issueDraft(draft(), ports);
		const device = await loadUnlocked(db);
		if (!issued.ok || device === undefined) throw new Error("not issued");
		await saveDraft(device.storageKey, { id: "b", form: { family: "ATTENTE" }, now: NOW }, db);
		const told = JSON.stringify(await supportFacts(db)).toLowerCase();
		const { person, rp1, checkCode, holderPath, pharmacy } = issued.value;
		const kept = [
			person.family,
			person.given,
			person.birth,
			rp1,
			checkCode.code,
			holderPath,
			pharmacy.name,
			device.label,
		];
		for (const secret of ["attente", ...kept]) expect(told).not.toContain(secret.toLowerCase());
		expect(told).toContain('"drafts":1');
	});
});
