import type { NumericDate } from "@/lib/shared/numeric-date";
import { type EventSet, passagesOf } from "./event-set";

export type GatePassages = { readonly gate: string; readonly entries: number; readonly exits: number };

/** How many passed at each gate of an assignment since then, as far as this set has heard; gates in the order of names. */
export function passagesByGate(
	set: EventSet,
	{ assignment, since }: { readonly assignment: string; readonly since: NumericDate },
): readonly GatePassages[] {
	const gates = new Map<string, GatePassages>();
	for (const passage of passagesOf(set)) {
		if (passage.assignment !== assignment || passage.at < since) continue;
		const { gate, entries, exits } = gates.get(passage.gate) ?? { gate: passage.gate, entries: 0, exits: 0 };
		const entering = passage.direction === "in";
		gates.set(gate, { gate, entries: entries + Number(entering), exits: exits + Number(!entering) });
	}
	return [...gates.values()].sort((a, b) => (a.gate < b.gate ? -1 : 1));
}
