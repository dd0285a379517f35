/** What one seed plays: how many actors, for how long, and which faults exist how often. */
import { fraction, streamOf } from "./engine/draw";
import type { Mutant } from "./mutants/planted";

export const FAULTS = [
	// The way to the portal.
	"loss",
	"answer_lost",
	"delay",
	"duplicate",
	"one_way",
	"stale_copy",
	"offline",
	"captive",
	// The portal.
	"portal_dead",
	"portal_hangs",
	"portal_sheds",
	"instance_dies",
	"record_fault",
	// The disk and the page.
	"crash",
	"quota",
	"slow_disk",
	"page_closed",
	"second_tab",
	"backup",
	"copied",
	"evicted",
	"short_delegations",
	"upgrade",
	// The device's clock.
	"skew",
	"set_back",
	"frozen",
	"wrong_zone",
	// Gates.
	"lone_gate",
	"link_cut",
	"unpaired",
	"slow_channel",
	"gate_clock_set",
	"gate_clock_frozen",
	"gate_quota",
	"gate_evicted",
	"gate_backup",
	// People.
	"mistaken",
	"corrected",
	"mistyped",
] as const;
export type Fault = (typeof FAULTS)[number];

/** Of the portal. Hours since the beginning. */
export type Outage = { readonly kind: "dead" | "hangs" | "sheds"; readonly from: number; readonly until: number };

/**
 * From 15:30 in Paris on the register saturates, then nobody gets in until midnight, then everybody comes at once: Friday 13
 * August 2021, and once more a week later. Every seed begins on Monday 9 August, 0:00 UTC.
 */
const FRIDAY = 4 * 24 + 13.5;
export const FRIDAYS: readonly Outage[] = [FRIDAY, FRIDAY + 7 * 24].flatMap((begin): Outage[] => [
	{ kind: "sheds", from: begin, until: begin + 0.5 },
	{ kind: "dead", from: begin + 0.5, until: begin + 8.5 },
	{ kind: "sheds", from: begin + 8.5, until: begin + 10.5 },
]);

export type Scenario = {
	readonly seed: number;
	readonly counters: number;
	/** Halls of two gates on two evenings; each third one is a train with one device. */
	readonly halls: number;
	/** Persons of a hall and evening. */
	readonly visitors: number;
	/** Numbers of the counters that are played; absent: all of them. */
	readonly only?: readonly number[] | undefined;
	/** Of the safety phase. */
	readonly hours: number;
	/** Of one counter, on average. */
	readonly sheetsPerDay: number;
	/** In [0, 1]: 0 for a fault that does not exist. */
	readonly faults: Readonly<Record<Fault, number>>;
	/** When the portal is away; absent: as the seed draws it. */
	readonly outages?: readonly Outage[] | undefined;
	/** A fault in the program itself, planted to see that it is found. */
	readonly mutant?: Mutant | undefined;
};

/** The size of what is played; the faults are the seed's. */
export type Size = Pick<Scenario, "counters" | "halls" | "visitors" | "hours" | "sheetsPerDay">;

export const SMALL: Size = { counters: 2, halls: 1, visitors: 25, hours: 36, sheetsPerDay: 20 };

/** Swarm testing: each seed has about half of the faults, seldom ones and frequent ones. */
export function scenarioOf(seed: number, size: Size = SMALL): Scenario {
	const faults = Object.fromEntries(FAULTS.map((fault) => [fault, rateOf(seed, fault)]));
	return { seed, ...size, faults: faults as Record<Fault, number> };
}

/** Each fault from a stream of its own: a fault that is added later changes no other. */
function rateOf(seed: number, fault: Fault): number {
	const random = streamOf(seed, `fault ${fault}`);
	return random.chance(0.5) ? 10 ** (-2 * fraction(random)) : 0;
}
