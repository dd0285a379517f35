import { beforeEach, describe, expect, it } from "vitest";
import { queuedEntry } from "@/lib/outbox/outbox";
import type { OutboxStore } from "@/lib/outbox/outbox-store";

/** What every outbox store promises. `open` gives an empty one; `payload` makes a distinct payload for a number. */
export function outboxStoreContract<Payload>(
	name: string,
	given: { open: () => Promise<OutboxStore<Payload>>; payload: (n: number) => Payload },
): void {
	describe(`${name} keeps the outbox contract`, () => {
		let store: OutboxStore<Payload>;
		beforeEach(async () => {
			store = await given.open();
		});

		it("gives back what was added", async () => {
			expect(await store.add(queuedEntry("a", 10), given.payload(1))).toBe("added");
			expect(await store.get("a")).toEqual({ entry: queuedEntry("a", 10), payload: given.payload(1) });
			expect(await store.get("b")).toBeUndefined();
		});

		it("never overwrites: the second add of a key leaves entry and payload as they were", async () => {
			await store.add(queuedEntry("a", 10), given.payload(1));
			await store.apply("a", { type: "registered", registeredAt: 11, passId: "p" });
			expect(await store.add(queuedEntry("a", 20), given.payload(2))).toBe("present");
			const kept = await store.get("a");
			expect(kept?.entry).toMatchObject({ state: "registered", queuedAt: 10 });
			expect(kept?.payload).toEqual(given.payload(1));
		});

		it("two adds of one key at the same time: one wins", async () => {
			const answers = await Promise.all([1, 2].map((n) => store.add(queuedEntry("a", n), given.payload(n))));
			expect([...answers].sort()).toEqual(["added", "present"]);
		});

		it("gives the due entries, oldest first, no more than asked for", async () => {
			for (const [key, queuedAt] of [
				["c", 30],
				["a", 10],
				["b", 20],
			] as const) {
				await store.add(queuedEntry(key, queuedAt), given.payload(queuedAt));
			}
			expect((await store.due(100, 2)).map((entry) => entry.key)).toEqual(["a", "b"]);
		});

		it("what is sending, postponed or done is not due", async () => {
			for (const key of ["a", "b", "c", "d"]) await store.add(queuedEntry(key, 1), given.payload(key.charCodeAt(0)));
			await store.apply("a", { type: "send", at: 2 });
			await store.apply("b", { type: "send", at: 2 });
			await store.apply("b", { type: "postponed", notBefore: 50 });
			await store.apply("c", { type: "registered", registeredAt: 2, passId: "p" });
			expect((await store.due(10, 9)).map((entry) => entry.key)).toEqual(["d"]);
			expect((await store.due(50, 9)).map((entry) => entry.key)).toEqual(["b", "d"]);
			expect(await store.sending()).toEqual(["a"]);
			expect(await store.nextDue()).toBe(0);
		});

		it("[OB-5] what a clock that was ahead put off is due once the clock was set back", async () => {
			await store.add(queuedEntry("a", 1), given.payload(1));
			await store.apply("a", { type: "send", at: 90_000 });
			await store.apply("a", { type: "postponed", notBefore: 90_120 });
			expect((await store.due(90_000, 9)).map((entry) => entry.key)).toEqual([]);
			expect((await store.due(3_600, 9)).map((entry) => entry.key)).toEqual(["a"]);
		});

		it("an event for an unknown key changes nothing", async () => {
			expect(await store.apply("nobody", { type: "send", at: 1 })).toBeUndefined();
			expect(await store.nextDue()).toBeUndefined();
		});

		it("events at the same time are applied one after the other", async () => {
			await store.add(queuedEntry("a", 1), given.payload(1));
			const entries = await Promise.all([
				store.apply("a", { type: "registered", registeredAt: 5, passId: "p" }),
				store.apply("a", { type: "refused", at: 6, reason: "record_malformed" }),
				store.apply("a", { type: "send", at: 6 }),
			]);
			expect(entries.map((entry) => entry?.state)).toEqual(["registered", "registered", "registered"]);
		});
	});
}
