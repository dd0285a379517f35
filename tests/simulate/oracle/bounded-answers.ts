/** In calm every answer arrives: nobody asks about one record more often than there is something to ask. */
import type { Simulation } from "../engine/simulation";

/** Final words about one record: the answer to what was on its way when the calm began may have been lost once. */
const MOST_FINAL = 2;
/**
 * Words that it is too early: the calm lasts twenty minutes, the waits of the back-off are 2, 4, 8, 16 and 32 s at least
 * and then at least a minute (lib/outbox/backoff.ts).
 */
const MOST_LATER = 6 + 20;

export function boundedAnswers({ broken }: Pick<Simulation, "broken">) {
	const told = new Map<string, { final: number; later: number }>();
	return {
		/** `queues`: of how many profiles it may be. */
		answered(key: string, outcome: "registered" | "refused" | "retry", queues: number) {
			const words = told.get(key) ?? { final: 0, later: 0 };
			told.set(key, words);
			if (outcome === "retry") words.later++;
			else words.final++;
			if (words.final <= queues * MOST_FINAL && words.later <= queues * MOST_LATER) return;
			broken("a living portal is asked a bounded number of times", `${key}, ${words.final + words.later} answers`, [
				key,
			]);
		},
	};
}
