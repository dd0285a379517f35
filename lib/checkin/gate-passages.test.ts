import { describe, expect, it } from "vitest";
import type { Passage } from "./checkin-event";
import { addEvents, NO_EVENTS } from "./event-set";
import { passagesByGate } from "./gate-passages";

const NOON = 1_628_856_000;
let made = 0;
const passage = (gate: string, over: Partial<Passage> = {}): Passage => ({
	...{ type: "passage", id: String(made++), assignment: "hall", gate, at: NOON, direction: "in" },
	...{ outcome: "accepted", format: "hc1", pseudonym: `p${made}`, salt: "salt", ...over },
});

describe("[DP-8] passages by gate", () => {
	it("counts what every gate let in and out since then, and nobody who was taken back", () => {
		const mistake = passage("B");
		const events = [
			passage("B"),
			passage("A"),
			passage("A", { direction: "out", at: NOON + 5 }),
			passage("A", { at: NOON - 1 }),
			passage("A", { assignment: "another" }),
			mistake,
			{ ...mistake, id: "undo", direction: "out" as const, undoes: mistake.id },
		];
		expect(passagesByGate(addEvents(NO_EVENTS, events), { assignment: "hall", since: NOON })).toEqual([
			{ gate: "A", entries: 1, exits: 1 },
			{ gate: "B", entries: 1, exits: 0 },
		]);
	});
});
