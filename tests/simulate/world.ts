/** What every actor of one country shares. */
import type { Random } from "@/tests/fuzz/random";
import type { Simulation } from "./engine/simulation";
import type { HeldSheet } from "./holder/held-sheet";
import type { Mutant } from "./mutants/planted";
import type { Ledger } from "./oracle/ledger";
import type { PortalShadow } from "./portal/portal-data";
import type { Fault, Scenario } from "./scenario";

export type World = {
	readonly sim: Simulation;
	readonly scenario: Scenario;
	readonly ledger: Ledger;
	/** The second phase: no new faults, everything has to come right. */
	readonly calm: () => boolean;
	/** Whether a fault happens now; `most`: how often at a rate of 1. */
	readonly happens: (fault: Fault, random: Random, most?: number) => boolean;
	readonly planted: (mutant: Mutant) => boolean;
	readonly count: (fault: string) => void;
	/** The number of the next request of anybody. */
	readonly nextRequest: () => number;
	/** Whoever has a sheet, by the key of its record. */
	readonly holders: Map<string, HeldSheet>;
	/** The papers of their sheets, in the order in which they were handed over. */
	readonly sheets: string[];
	/** The real services behind the model of the portal, where they are asked too. */
	readonly shadow: PortalShadow | undefined;
};

export type Counts = Map<string, number>;

export function worldOf(
	sim: Simulation,
	scenario: Scenario,
	parts: Pick<World, "ledger" | "calm" | "shadow"> & { readonly counts: Counts },
): World {
	const { ledger, counts, calm, shadow } = parts;
	let requests = 0;
	return {
		sim,
		scenario,
		ledger,
		calm,
		happens(fault, random, most = 1) {
			const rate = scenario.faults[fault];
			return rate > 0 && !calm() && random.chance(rate * most);
		},
		planted: (mutant) => scenario.mutant === mutant,
		shadow,
		holders: new Map(),
		sheets: [],
		nextRequest: () => requests++,
		count: (fault) => void counts.set(fault, (counts.get(fault) ?? 0) + 1),
	};
}
