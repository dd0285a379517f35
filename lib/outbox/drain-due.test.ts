import { describe, expect, it } from "vitest";
import { err, ok } from "@/lib/shared/result";
import { memoryOutboxStore } from "@/tests/support/memory-outbox-store";
import { drainDue } from "./drain-due";
import type { DrainPorts } from "./drain-outbox";
import { queuedEntry } from "./outbox";

const NOW = 1000;
const BAD = "entry 3";

async function setUp(entries: number, send: DrainPorts<string>["send"]) {
	const store = memoryOutboxStore<string>();
	for (let i = 0; i < entries; i++) await store.add(queuedEntry(`entry ${i}`, i), "sealed");
	const sizes: number[] = [];
	const ports: DrainPorts<string> = {
		store,
		send: (batch) => {
			sizes.push(batch.length);
			return send(batch);
		},
		now: () => NOW,
		random: () => 0,
		limit: 4,
	};
	return { store, sizes, ports };
}

const taken: DrainPorts<string>["send"] = async (batch) =>
	ok(batch.map(({ key }) => ({ key, outcome: "registered" as const, registeredAt: NOW, passId: key })));

describe("sending everything that is due", () => {
	it("goes on batch by batch until nothing is left", async () => {
		const { ports, sizes } = await setUp(10, taken);
		expect(await drainDue(ports)).toEqual({ state: "done" });
		expect(sizes).toEqual([4, 4, 2]);
		expect(await drainDue(ports)).toEqual({ state: "idle", again: undefined });
	});

	it("[OB-3] halves a batch that is refused as a whole, down to the entry that it cannot take", async () => {
		const refusesBad: DrainPorts<string>["send"] = async (batch) =>
			batch.some(({ key }) => key === BAD)
				? err({ code: "record_malformed", retryable: false, scope: "batch" })
				: taken(batch);
		const { ports, store } = await setUp(6, refusesBad);
		expect(await drainDue(ports)).toEqual({ state: "done" });
		expect((await store.get(BAD))?.entry).toMatchObject({ state: "refused", reason: "record_malformed" });
		for (const i of [0, 1, 2, 4, 5]) expect((await store.get(`entry ${i}`))?.entry.state).toBe("registered");
	});

	it("stops at a failure of the link", async () => {
		const error = { code: "portal_unreachable", retryable: true, scope: "link" } as const;
		const { ports, sizes } = await setUp(10, async () => err(error));
		expect(await drainDue(ports)).toEqual({ state: "failed", error });
		expect(sizes).toEqual([4]);
	});
});
