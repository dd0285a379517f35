import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { nextEntry, type OutboxEntry, type OutboxEvent, queuedEntry } from "./outbox";
import { keptOf } from "./retention";

const QUEUED = 1_628_868_600;
const entryAfter = (...events: OutboxEvent[]): OutboxEntry =>
	events.reduce<OutboxEntry>(nextEntry, queuedEntry("a", QUEUED));
const registered = (registeredAt: number) => entryAfter({ type: "registered", registeredAt, passId: "p" });

describe("what a counter may keep of an entry", () => {
	it("is everything while nobody has answered for it", () => {
		const refused = entryAfter({ type: "send", at: QUEUED }, { type: "refused", at: QUEUED, reason: "revoked" });
		for (const entry of [entryAfter(), entryAfter({ type: "send", at: QUEUED }), refused]) {
			expect(keptOf(entry, { now: QUEUED + 400 * DAY })).toBe("everything");
		}
	});

	it("[SH-11] is the sheet for as many days as the authority has set, counted from the later of issue and registration", () => {
		const late = QUEUED + 3 * DAY;
		const entry = registered(late);
		for (const days of [1, 7, 90]) {
			expect(keptOf(entry, { now: late + days * DAY - 1, days })).toBe("sheet");
			expect(keptOf(entry, { now: late + days * DAY, days })).toBe("nothing");
		}
		// Also where the server's clock is behind.
		expect(keptOf(registered(QUEUED - 30 * DAY), { now: QUEUED + DAY - 1, days: 1 })).toBe("sheet");
	});

	it("[SH-11] is the sheet for 31 days where nobody has set any", () => {
		expect(keptOf(registered(QUEUED), { now: QUEUED + 31 * DAY - 1 })).toBe("sheet");
		expect(keptOf(registered(QUEUED), { now: QUEUED + 31 * DAY })).toBe("nothing");
	});
});
