/**
 * Long work in slices: between two steps others get the event loop once a slice is over. Who waits before a screen is
 * answered in the middle of a batch.
 */
import "server-only";
import { setImmediate as turn } from "node:timers/promises";

const SLICE_MS = 3;

/** To be awaited before each step. */
export function slices(): () => Promise<void> {
	let begun = performance.now();
	return async () => {
		if (performance.now() - begun < SLICE_MS) return;
		await turn();
		begun = performance.now();
	};
}
