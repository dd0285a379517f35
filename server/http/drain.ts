/**
 * A stop that nobody notices: for a while the instance serves on, but says to whoever asks whether it is ready that it is
 * about to stop (OP-4), so that a balancer sends its requests elsewhere before the door is shut.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { PATHS } from "../../lib/protocol/paths";
import { PROBLEMS } from "../../lib/protocol/problem";
import type { TurnedAway } from "./front-door";

const CODE = "instance_stopping";
const { status, message } = PROBLEMS[CODE];
const STOPPING: TurnedAway = {
	status,
	text: JSON.stringify({ error: { code: CODE, message } }),
	type: "application/json",
	// Another instance is there at once.
	retryAfter: 1,
};

export type Drain = {
	/** Resolves after `seconds`; at once where there are none. */
	begin(seconds: number): Promise<void>;
	readonly begun: boolean;
	/** How a request for this path is answered instead; undefined: as always. */
	turnAway(pathname: string): TurnedAway | undefined;
};

export function openDrain(): Drain {
	let begun = false;
	return {
		get begun() {
			return begun;
		},
		async begin(seconds) {
			begun = true;
			if (seconds > 0) await sleep(seconds * 1_000);
		},
		turnAway: (pathname) => (begun && pathname === PATHS.ready ? STOPPING : undefined),
	};
}
