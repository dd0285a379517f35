import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryCheckinStore } from "@/tests/support/memory-checkin-store";
import type { CheckinEvent, Direction, Passage } from "./checkin-event";
import type { CheckinStore } from "./checkin-store";
import { undoOf } from "./decide-passage";
import { doubleEntriesOf } from "./double-entries";
import { addEvents, NO_EVENTS } from "./event-set";
import { type Gate, recordPassage } from "./record-passage";

const HALL = "hall";
const START = 10_000;
const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
const at = (n: number, gate: string, over: Partial<Passage> = {}): Passage => ({
	type: "passage",
	id: uuid(n),
	assignment: HALL,
	gate,
	at: START + n,
	direction: "in",
	outcome: "accepted",
	format: "relais",
	pseudonym: "p",
	salt: "s",
	...over,
});
const setOf = (events: readonly CheckinEvent[]) => addEvents(NO_EVENTS, events);

const gate: Gate = {
	...{ assignment: HALL, gate: "A", mode: "event", ends: START + 3_600, reentry: "allowed" },
	...{ gates: ["A"], closed: [], capacity: null, warnAt: 90 },
};

/** What is presented: the QR of a paper, that of its twin, the code of either, another pass. */
const PRESENTED = {
	qr: { pseudonym: "qr", alias: "code", format: "relais" },
	twin: { pseudonym: "twin", alias: "code", format: "relais" },
	code: { pseudonym: "code", alias: undefined, format: "code" },
	other: { pseudonym: "other", alias: undefined, format: "hc1" },
} as const;
type By = keyof typeof PRESENTED;

let made = 0;
/** Presents it at a telephone of gate A; asked, staff let the person in. */
async function pass(telephone: CheckinStore, by: By, { direction, now }: { direction: Direction; now: number }) {
	const { format, ...name } = PRESENTED[by];
	const step = (again: boolean) => {
		const names = [{ salt: "s", ...name }] as const;
		const presented = { outcome: "accepted", format, names, direction, again } as const;
		return recordPassage(telephone, { gate, presented }, { id: uuid(made++), now });
	};
	const first = await step(false);
	return first.outcome === "recorded" ? first : await step(true);
}

describe("[CI-15] double entries", () => {
	it.each(["B", "A"])("at gate A and at another telephone, of gate %s, are found, with both", (other) => {
		const [first, second] = [at(1, "A"), at(2, other)];
		expect(doubleEntriesOf(setOf([second, first]), HALL)).toEqual([{ first, second }]);
	});

	it("are none after an exit, where staff knew, of another pass, of one that was taken back", () => {
		const undo = at(3, "B", { at: START + 9, direction: "out", undoes: uuid(2) });
		for (const events of [
			[at(1, "A"), at(2, "C", { direction: "out" }), at(3, "B")],
			[at(1, "A"), at(2, "A", { again: true })],
			[at(1, "A"), at(2, "B", { again: true })],
			[at(1, "A"), at(2, "B", { pseudonym: "q" })],
			[at(1, "A"), at(2, "B"), undo],
		]) {
			expect(doubleEntriesOf(setOf(events), HALL)).toEqual([]);
		}
	});

	it("by a paper's QR and by its code are found in either order; twins are none", () => {
		const qr = (n: number, name: string, gateOf: string) => at(n, gateOf, { pseudonym: name, alias: "code" });
		const code = (n: number, gateOf: string) => at(n, gateOf, { pseudonym: "code", format: "code" });
		expect(doubleEntriesOf(setOf([qr(1, "q", "A"), code(2, "B")]), HALL)).toHaveLength(1);
		expect(doubleEntriesOf(setOf([code(1, "A"), qr(2, "q", "B")]), HALL)).toHaveLength(1);
		expect(doubleEntriesOf(setOf([qr(1, "q", "A"), qr(2, "twin", "B")]), HALL)).toEqual([]);
	});

	it("of two telephones at one gate that were apart are found at both, and a third entry that staff saw is none", async () => {
		const [one, two] = [memoryCheckinStore(), memoryCheckinStore()];
		await pass(one, "qr", { direction: "in", now: START });
		await pass(two, "qr", { direction: "in", now: START + 5 });
		for (const [from, to] of [
			[one, two],
			[two, one],
		] as const) {
			await to.merge(HALL, { events: [...(await from.events(HALL)).values()], posts: [] });
		}
		await pass(two, "qr", { direction: "in", now: START + 10 });
		for (const telephone of [one, two]) {
			const found = doubleEntriesOf(await telephone.events(HALL), HALL);
			expect(found.map(({ first, second }) => [first.at, second.at])).toEqual([[START, START + 5]]);
		}
	});

	it("are never made by one telephone, which knows of all that it recorded", async () => {
		const step = fc.tuple(
			fc.constantFrom<By>("qr", "twin", "code", "other"),
			fc.constantFrom<Direction>("in", "in", "out"),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				const telephone = memoryCheckinStore();
				for (const [i, [by, direction]] of steps.entries()) await pass(telephone, by, { direction, now: START + i });
				expect(doubleEntriesOf(await telephone.events(HALL), HALL)).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("[CI-15] an entry says that its post knew", () => {
	it("when the person was inside, and not after an exit; what takes it back does not", async () => {
		const telephone = memoryCheckinStore();
		const known: unknown[] = [];
		for (const [i, direction] of (["in", "in", "out", "in"] as const).entries()) {
			const recorded = await pass(telephone, "qr", { direction, now: START + i });
			known.push(recorded.outcome === "recorded" ? recorded.event.again : recorded.outcome);
		}
		expect(known).toEqual([undefined, true, undefined, undefined]);
		expect(undoOf(at(1, "A", { again: true }), { id: uuid(2), at: START })).not.toHaveProperty("again");
	});
});
