import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { nextEntry, type OutboxEntry, type OutboxEvent, queuedEntry } from "./outbox";
import { keptOf, ROW_KEPT, SHEET_KEPT } from "./retention";

const QUEUED = 1_628_868_600;
const entryAfter = (...events: OutboxEvent[]): OutboxEntry =>
	events.reduce<OutboxEntry>(nextEntry, queuedEntry("a", QUEUED));
const registered = (registeredAt: number) => entryAfter({ type: "registered", registeredAt, passId: "p" });

describe("what a counter may keep of an entry", () => {
	it("is everything while nobody has answered for it", () => {
		const refused = entryAfter({ type: "send", at: QUEUED }, { type: "refused", at: QUEUED, reason: "revoked" });
		for (const entry of [entryAfter(), entryAfter({ type: "send", at: QUEUED }), refused]) {
			expect(keptOf(entry, QUEUED + 400 * DAY)).toBe("everything");
		}
	});

	it("is the sheet for a day from the registration, and the line for a week from the issue", () => {
		const late = QUEUED + 3 * DAY;
		const entry = registered(late);
		expect(keptOf(entry, late + SHEET_KEPT - 1)).toBe("sheet");
		expect(keptOf(entry, late + SHEET_KEPT)).toBe("row");
		expect(keptOf(entry, QUEUED + ROW_KEPT - 1)).toBe("row");
		expect(keptOf(entry, QUEUED + ROW_KEPT)).toBe("nothing");
	});

	it("is the sheet for its day where the registration came after that week", () => {
		const late = QUEUED + 20 * DAY;
		expect(keptOf(registered(late), late + SHEET_KEPT - 1)).toBe("sheet");
		expect(keptOf(registered(late), late + SHEET_KEPT)).toBe("nothing");
	});

	it("is the line for its week also where the server's clock is behind", () => {
		expect(keptOf(registered(QUEUED - 30 * DAY), QUEUED + ROW_KEPT - 1)).toBe("row");
	});
});
