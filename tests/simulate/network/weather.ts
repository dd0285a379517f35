/** How one device's network is at a moment: spells of good and bad, drawn as time passes. */
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import { spacing } from "../engine/draw";
import type { Fault, Scenario } from "../scenario";

/** `asks_only`: what is sent arrives, and no answer comes back. `deaf`: nothing that is sent arrives. */
export type Weather = "good" | "offline" | "captive" | "asks_only" | "deaf";

const KINDS: readonly (readonly [Weather, Fault])[] = [
	["offline", "offline"],
	["captive", "captive"],
	["asks_only", "one_way"],
	["deaf", "one_way"],
];

/** `at` is asked for moments that never go backwards. */
export function weather(random: Random, { faults }: Pick<Scenario, "faults">): (at: number) => Weather {
	const kinds = KINDS.filter(([, fault]) => faults[fault] > 0);
	if (kinds.length === 0) return () => "good";
	let now: Weather = "good";
	let until = 0;
	const next = (from: number) => {
		if (now !== "good") {
			now = "good";
			until = from + spacing(random, 4 * HOUR * 1000);
			return;
		}
		const [kind, fault] = random.pick(kinds);
		// Of each rate there are longer and shorter spells: minutes of a lift, a day of a cut cable.
		const longest = 20 * HOUR * faults[fault] + 5 * MINUTE;
		now = kind;
		until = from + spacing(random, (longest / 4) * 1000);
	};
	return (at) => {
		if (until === 0) until = at + spacing(random, 2 * HOUR * 1000);
		while (at >= until) next(until);
		return now;
	};
}
