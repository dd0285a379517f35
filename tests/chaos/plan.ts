/** What happens to the counter, in which order: all choices are made beforehand, so that a seed replays them. */
import { randomFor } from "../fuzz/random";

export const KILLS = ["tab closed", "tab killed", "browser", "portal", "network", "answer"] as const;
export type Kill = (typeof KILLS)[number];

/** One act, and what happens to it. */
export type Blow = {
	readonly kill: Kill;
	/** Whether the key that issues was pressed before; else everything is typed and nothing was asked for. */
	readonly issuing: boolean;
	/** From that key, or from the last one that was typed, to the blow: milliseconds. */
	readonly delay: number;
	/** Acts issued in between, while the portal or the network is away. */
	readonly away: number;
	/** Acts issued in peace before this one. */
	readonly before: number;
	/** A tab that is opened afterwards goes on; else one that was open beside it. */
	readonly fresh: boolean;
};

/** An act takes some 150 ms here: half of the blows fall while it is being signed and stored, the others around it. */
const DELAYS = [12, 60, 150, 400] as const;
/** Tabs die most often, and cost least. */
const SHARES: Readonly<Record<Kill, number>> = {
	...{ "tab closed": 3, "tab killed": 4 },
	...{ browser: 3, portal: 2, network: 2, answer: 2 },
};
const DRAWN = KILLS.flatMap((kill) => Array<Kill>(SHARES[kill]).fill(kill));

export function planOf(seed: number, kills: number): readonly Blow[] {
	return Array.from({ length: kills }, (_, i) => {
		const random = randomFor(seed, "chaos", i);
		const kill = random.pick(DRAWN);
		return {
			kill,
			issuing: random.chance(0.8),
			delay: random.int(random.pick(DELAYS)),
			away: random.int(3),
			before: random.chance(0.25) ? 1 : 0,
			fresh: random.chance(0.5),
		};
	});
}

/** People who do not exist, a name for each: `essai-`, then the number in letters. */
export function familyOf(act: number): string {
	const letters = [...act.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
	return `essai-${letters.join("")}`;
}
