import "fake-indexeddb/auto";
import { compactDecrypt, exportJWK, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { readQueueFile, writeQueueFile } from "@/lib/outbox/queue-file";
import { RECORD_KEY_ALG } from "@/lib/protocol/records";
import { outboxStoreContract } from "@/tests/contracts/outbox-store";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { RelaisDatabase } from "../../store/database";
import { issueDraft } from "../issue";
import { indexedDbOutboxStore } from "../outbox-store";
import { recordPositive } from "../record-positive";
import { countCarried, indexedDbCarriedStore, takeQueue } from "./carried-store";
import { ownQueue } from "./own-queue";

let databases = 0;
const empty = () => new RelaisDatabase(`carried ${databases++}`);

outboxStoreContract("the store of carried acts", {
	open: async () => indexedDbCarriedStore("carriedRecords", empty()),
	payload: (n) => ({ device: `device-${n}` }),
});

/** A counter whose kit names a key of the portal, which the test holds. */
async function counterWithKey() {
	const { publicKey, privateKey } = await generateKeyPair(RECORD_KEY_ALG, { crv: "P-256", extractable: true });
	const { kty, crv, x, y } = await exportJWK(publicKey);
	const jwk = { kty, crv, x, y } as { kty: "EC"; crv: "P-256"; x: string; y: string };
	const ports = await enrolledCounter({ recordKey: { kid: "portal-1", jwk } });
	return { ports, privateKey };
}

const positive = () => {
	const { kind: _, ...rest } = draft();
	return rest;
};

async function queueOf(db: RelaisDatabase) {
	const own = await ownQueue(NOW, db);
	if (own === undefined) throw new Error("no counter");
	return own;
}

describe("[QM-1] the queue of a counter, for another workstation", () => {
	it("has every act that is not answered for, readable by the portal alone", async () => {
		const { ports, privateKey } = await counterWithKey();
		const [first, second, third] = [draft(), draft(), positive()];
		await issueDraft(first, ports);
		await issueDraft(second, ports);
		await recordPositive(third, ports);
		const store = indexedDbOutboxStore(ports.db);
		await store.apply(second.id, { type: "registered", registeredAt: NOW, passId: "p" });
		const { queue, unsealed } = await queueOf(ports.db);
		expect([queue.records.map(({ key }) => key), queue.results.map(({ key }) => key), unsealed]).toEqual([
			...[[first.id], [third.id]],
			0,
		]);
		const text = writeQueueFile(queue);
		for (const secret of ["ESSAI", "Camille", "1990"]) expect(text).not.toContain(secret);
		const { plaintext } = await compactDecrypt(queue.records[0]?.envelope ?? "", privateKey);
		expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ key: first.id });
	});

	it("says how many acts are in no copy, as their kit named no key", async () => {
		const ports = await enrolledCounter();
		await ports.db.device.toCollection().modify((row) => void Reflect.deleteProperty(row, "recordKey"));
		await issueDraft(draft(), ports);
		expect(await queueOf(ports.db)).toMatchObject({ queue: { records: [] }, unsealed: 1 });
	});
});

describe("[QM-2] a queue that another workstation takes over", () => {
	async function aQueue() {
		const { ports } = await counterWithKey();
		await issueDraft(draft(), ports);
		await recordPositive(positive(), ports);
		const { queue } = await queueOf(ports.db);
		return readQueueFile(writeQueueFile(queue)) ?? queue;
	}

	it("waits here once, however often its file is chosen, and goes on from here", async () => {
		const queue = await aQueue();
		const { ports } = await counterWithKey();
		const at = { pharmacy: "40123", db: ports.db };
		expect(await takeQueue(queue, at)).toEqual({ outcome: "taken", added: 2, known: 0 });
		expect(await takeQueue(queue, at)).toEqual({ outcome: "taken", added: 0, known: 2 });
		expect(await countCarried(ports.db)).toEqual(new Map([["device-1", { waiting: 2, registered: 0, refused: 0 }]]));
		// This one may die too.
		expect((await queueOf(ports.db)).queue).toMatchObject({ records: queue.records, results: queue.results });
	});

	it("the envelope goes once the portal has answered", async () => {
		const queue = await aQueue();
		const db = empty();
		await takeQueue(queue, { pharmacy: "40123", db });
		const store = indexedDbCarriedStore("carriedRecords", db);
		const [key = ""] = queue.records.map((record) => record.key);
		await store.apply(key, { type: "send", at: NOW });
		await store.apply(key, { type: "registered", registeredAt: NOW, passId: "p" });
		expect(await store.get(key)).toMatchObject({ entry: { state: "registered" }, payload: { device: "device-1" } });
		expect(JSON.stringify(await db.carriedRecords.toArray())).not.toContain(queue.records[0]?.envelope ?? "?");
		expect((await countCarried(db)).get("device-1")).toEqual({ waiting: 1, registered: 1, refused: 0 });
	});

	it("its own acts are not taken a second time, and another pharmacy's not at all", async () => {
		const { ports } = await counterWithKey();
		await issueDraft(draft(), ports);
		const { queue } = await queueOf(ports.db);
		expect(await takeQueue(queue, { pharmacy: "40123", db: ports.db })).toEqual({
			...{ outcome: "taken", added: 0, known: 1 },
		});
		expect(await takeQueue(queue, { pharmacy: "40124", db: ports.db })).toEqual({ outcome: "other_pharmacy" });
		expect(await ports.db.carriedRecords.count()).toBe(0);
	});
});
