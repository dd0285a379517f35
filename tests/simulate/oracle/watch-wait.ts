/** A portal that said when it wants to be asked again is not asked before. */
import type { Fault } from "../scenario";
import type { World } from "../world";

export type Waiting = {
	/** Somebody asks now. */
	readonly asked: () => void;
	/** This answer arrived; seconds that it named. */
	readonly told: (retryAfter: number) => void;
	/** What was told need not be known any more: the page died with it, or the clock that counts it was set. */
	readonly forgiven: () => void;
};

/** A second on either side is the clock's own grain. */
const GRAIN = 2_000;

/** `ofItsClock`: what may happen to the clock by which this actor counts. */
export function waiting({ sim, scenario }: World, actor: string, ofItsClock: readonly Fault[]): Waiting {
	let notBefore = 0;
	// A clock that its owner sets ends what was counted by it (OB-5).
	const countsWrongly = ofItsClock.some((fault) => scenario.faults[fault] > 0);
	return {
		asked() {
			if (countsWrongly || sim.time() + GRAIN >= notBefore) return;
			const early = Math.round((notBefore - sim.time()) / 1000);
			sim.broken("nobody asks before the time that the portal named", `${actor}, ${early} s early`, [actor]);
		},
		told(retryAfter) {
			notBefore = sim.time() + retryAfter * 1000;
		},
		forgiven() {
			notBefore = 0;
		},
	};
}
