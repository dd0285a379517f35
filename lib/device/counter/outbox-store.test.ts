import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { queuedEntry } from "@/lib/outbox/outbox";
import { outboxStoreContract } from "@/tests/contracts/outbox-store";
import { RelaisDatabase } from "../store/database";
import { indexedDbOutboxStore, type OutboxPayload } from "./outbox-store";

let databases = 0;
const payload = (n: number): OutboxPayload => ({
	index: `del.${n}`,
	sealed: { iv: new Uint8Array([n]), data: new Uint8Array([n, n]).buffer },
});

outboxStoreContract("the IndexedDB store", {
	open: async () => indexedDbOutboxStore(new RelaisDatabase(`contract ${databases++}`)),
	payload,
});

it("an attestation index that is already there is refused, whatever its key", async () => {
	const store = indexedDbOutboxStore(new RelaisDatabase("unique index"));
	await store.add(queuedEntry("a", 1), payload(7));
	await expect(store.add(queuedEntry("b", 2), payload(7))).rejects.toThrow();
	expect(await store.get("b")).toBeUndefined();
});

it("what one page wrote, the next one finds", async () => {
	await indexedDbOutboxStore(new RelaisDatabase("reopened")).add(queuedEntry("a", 1), payload(1));
	const reopened = indexedDbOutboxStore(new RelaisDatabase("reopened"));
	expect((await reopened.due(1, 10)).map((entry) => entry.key)).toEqual(["a"]);
});
