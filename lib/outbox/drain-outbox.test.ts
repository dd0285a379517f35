import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordAnswer } from "@/lib/protocol/records";
import { err, ok } from "@/lib/shared/result";
import { memoryOutboxStore } from "@/tests/support/memory-outbox-store";
import { type DrainPorts, drainOutbox } from "./drain-outbox";
import { queuedEntry } from "./outbox";
import type { OutboxStore } from "./outbox-store";

/** A server that commits once per key, and refuses the payloads that say so. */
function server() {
	const committed = new Map<string, { registeredAt: number; passId: string }>();
	let commits = 0;
	const register = (key: string, payload: string, now: number): RecordAnswer => {
		if (payload === "bad") return { key, outcome: "refused", reason: "identity_mismatch" };
		if (!committed.has(key)) {
			commits++;
			committed.set(key, { registeredAt: now, passId: `pass ${key}` });
		}
		const { registeredAt, passId } = committed.get(key) as { registeredAt: number; passId: string };
		return { key, outcome: "registered", registeredAt, passId };
	};
	return { committed, register, commits: () => commits };
}

type Trouble = "none" | "request lost" | "answer lost" | "partial answer" | "shuffled and doubled" | "busy" | "retry";

class PageKilled extends Error {}

/** A store whose page dies after `survives` more operations: what was awaited before is durable. */
function dying<Payload>(store: OutboxStore<Payload>, survives: number): OutboxStore<Payload> {
	let left = survives;
	return new Proxy(store, {
		get(target, name: keyof OutboxStore<Payload>) {
			const method = target[name] as (...args: unknown[]) => unknown;
			return (...args: unknown[]) => {
				if (left-- <= 0) throw new PageKilled();
				return method(...args);
			};
		},
	});
}

type Step = { trouble: Trouble; survives: number | null; repeats: number };

const step: fc.Arbitrary<Step> = fc.record({
	trouble: fc.constantFrom<Trouble>(
		"none",
		"request lost",
		"answer lost",
		"partial answer",
		"shuffled and doubled",
		"busy",
		"retry",
	),
	survives: fc.option(fc.nat(12), { nil: null }),
	/** How often the server receives the request: a network may double it. */
	repeats: fc.integer({ min: 1, max: 3 }),
});

function sendThrough(world: ReturnType<typeof server>, trouble: Step, now: () => number): DrainPorts<string>["send"] {
	return async (batch) => {
		if (trouble.trouble === "request lost") return err({ code: "portal_unreachable", retryable: true, scope: "link" });
		if (trouble.trouble === "busy") {
			return err({ code: "portal_busy", retryable: true, retryAfter: 5, scope: "link" });
		}
		if (trouble.trouble === "retry") {
			return ok(batch.map(({ key }) => ({ key, outcome: "retry" as const, reason: "busy" })));
		}
		let answers: RecordAnswer[] = [];
		for (let i = 0; i < trouble.repeats; i++) {
			answers = batch.map(({ key, payload }) => world.register(key, payload, now()));
		}
		if (trouble.trouble === "answer lost") return err({ code: "portal_unreachable", retryable: true, scope: "link" });
		if (trouble.trouble === "partial answer") return ok(answers.filter((_, i) => i % 2 === 0));
		if (trouble.trouble === "shuffled and doubled") return ok([...answers].reverse().flatMap((one) => [one, one]));
		return ok(answers);
	};
}

describe("draining the outbox", () => {
	it("under loss, doubling, reordering, shedding and killed pages, every entry ends registered once or refused", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom("good", "bad"), { minLength: 1, maxLength: 9 }),
				fc.array(step, { maxLength: 25 }),
				fc.integer({ min: 1, max: 4 }),
				async (payloads, steps, limit) => {
					const store = memoryOutboxStore<string>();
					const world = server();
					let time = 1000;
					for (const [i, payload] of payloads.entries()) await store.add(queuedEntry(`k${i}`, i), payload);
					const calm: Step = { trouble: "none", survives: null, repeats: 1 };
					const ending = Array.from({ length: payloads.length + 2 }, () => calm);
					for (const now of [...steps, ...ending]) {
						time += 3600;
						const alive = now.survives === null ? store : dying(store, now.survives);
						const ports = { store: alive, now: () => time, random: () => 0.5, limit };
						try {
							await drainOutbox({ ...ports, send: sendThrough(world, now, () => time) });
						} catch (error) {
							if (!(error instanceof PageKilled)) throw error;
						}
					}
					for (const [i, payload] of payloads.entries()) {
						const entry = (await store.get(`k${i}`))?.entry;
						expect(entry?.state).toBe(payload === "good" ? "registered" : "refused");
						// What the counter shows as registered is what the server committed first.
						if (entry?.state === "registered") {
							expect(world.committed.get(`k${i}`)).toEqual({
								registeredAt: entry.registeredAt,
								passId: entry.passId,
							});
						}
					}
					expect(world.commits()).toBe(payloads.filter((payload) => payload === "good").length);
				},
			),
			{ numRuns: 400 },
		);
	});

	const ports = (store: OutboxStore<string>, send: DrainPorts<string>["send"]): DrainPorts<string> => ({
		store,
		send,
		now: () => 1000,
		random: () => 0,
		limit: 100,
	});

	it("[OB-3] a failed link leaves every entry waiting, due at once when the link is back", async () => {
		const store = memoryOutboxStore<string>();
		await store.add(queuedEntry("a", 1), "good");
		const lost = async () => err({ code: "portal_unreachable", retryable: true, scope: "link" } as const);
		expect(await drainOutbox(ports(store, lost))).toMatchObject({ state: "failed", size: 1 });
		expect(await store.due(1000, 9)).toHaveLength(1);
	});

	it("[OB-4] an answer about a key that was not sent touches nothing", async () => {
		const store = memoryOutboxStore<string>();
		await store.add(queuedEntry("a", 1), "good");
		await store.add({ ...queuedEntry("b", 1), notBefore: 1060 }, "good");
		const stray = async () =>
			ok([
				{ key: "b", outcome: "registered", registeredAt: 1, passId: "p" },
				{ key: "z", outcome: "registered", registeredAt: 1, passId: "p" },
			] as const);
		expect(await drainOutbox(ports(store, stray))).toMatchObject({ registered: 0, postponed: 1 });
		expect((await store.get("b"))?.entry.state).toBe("waiting");
	});

	it("a batch that the server cannot take is refused only when one entry alone is the cause", async () => {
		const store = memoryOutboxStore<string>();
		await store.add(queuedEntry("a", 1), "good");
		await store.add(queuedEntry("b", 2), "good");
		const tooLarge = async () => err({ code: "body_too_large", retryable: false, scope: "batch" } as const);
		expect(await drainOutbox(ports(store, tooLarge))).toMatchObject({ state: "failed", size: 2 });
		await drainOutbox({ ...ports(store, tooLarge), limit: 1 });
		expect((await store.get("a"))?.entry).toMatchObject({ state: "refused", reason: "body_too_large" });
		expect((await store.get("b"))?.entry.state).toBe("waiting");
	});
});
