import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextEntry, type OutboxEntry, type OutboxEvent, queuedEntry } from "./outbox";

const anyEvent: fc.Arbitrary<OutboxEvent> = fc.oneof(
	fc.record({ type: fc.constant("send" as const), at: fc.nat(99) }),
	fc.record({ type: fc.constant("registered" as const), registeredAt: fc.nat(99), passId: fc.constantFrom("p", "q") }),
	fc.record({
		type: fc.constant("refused" as const),
		at: fc.nat(99),
		reason: fc.constantFrom("revoked", "key_reused"),
	}),
	fc.record({ type: fc.constant("postponed" as const), notBefore: fc.nat(99) }),
	fc.record({ type: fc.constant("interrupted" as const) }),
	fc.record({ type: fc.constant("mended" as const) }),
	fc.record({ type: fc.constant("corrected" as const), by: fc.constantFrom("x", "y") }),
	fc.record({ type: fc.constant("closed" as const), at: fc.nat(99) }),
);

const endOf = (events: readonly OutboxEvent[], start: OutboxEntry = queuedEntry("a", 5)) =>
	events.reduce(nextEntry, start);

describe("outbox entry", () => {
	it("goes the straight way", () => {
		const entry = endOf([
			{ type: "send", at: 6 },
			{ type: "registered", registeredAt: 7, passId: "URN:UVCI:1" },
		]);
		expect(entry).toEqual({
			key: "a",
			queuedAt: 5,
			attempts: 0,
			state: "registered",
			registeredAt: 7,
			passId: "URN:UVCI:1",
		});
	});

	it("[OB-1] nothing changes a registered entry", () => {
		fc.assert(
			fc.property(fc.array(anyEvent), (events) => {
				const registered = endOf([{ type: "registered", registeredAt: 7, passId: "p" }]);
				expect(endOf(events, registered)).toBe(registered);
			}),
		);
	});

	it("[OB-2] a refused entry that nobody mends only ever becomes registered", () => {
		const unmended = anyEvent.filter(({ type }) => type !== "mended");
		fc.assert(
			fc.property(fc.array(unmended), (events) => {
				const refused = endOf([{ type: "refused", at: 7, reason: "revoked" }]);
				const end = endOf(events, refused);
				const heard = events.some((event) => event.type === "registered");
				expect(end.state).toBe(heard ? "registered" : "refused");
			}),
		);
	});

	it("[OB-2] a refused entry that somebody mended waits as it did at first, unless it was settled otherwise", () => {
		const refused = { type: "refused", at: 7, reason: "record_malformed", field: "identity.nir" } as const;
		const mended = endOf([{ type: "send", at: 6 }, refused, { type: "mended" }]);
		expect(mended).toEqual(queuedEntry("a", 5));
		for (const settled of [
			{ type: "corrected", by: "x" },
			{ type: "closed", at: 8 },
		] as const) {
			const before = endOf([refused, settled]);
			expect(nextEntry(before, { type: "mended" })).toBe(before);
		}
	});

	it("[OB-3] without an answer of the server no entry is final", () => {
		const unanswered = anyEvent.filter((event) => event.type !== "registered" && event.type !== "refused");
		fc.assert(
			fc.property(fc.array(unanswered), (events) => {
				expect(["waiting", "sending"]).toContain(endOf(events).state);
			}),
		);
	});

	it("[OB-4] an answer that comes twice is one answer; key and queue time never change", () => {
		fc.assert(
			fc.property(fc.array(anyEvent), (events) => {
				const end = endOf(events);
				expect(end).toMatchObject({ key: "a", queuedAt: 5 });
				const last = events.at(-1);
				const answered = last !== undefined && !["send", "postponed", "interrupted"].includes(last.type);
				if (answered) expect(nextEntry(end, last)).toBe(end);
			}),
		);
	});
});
