/**
 * Long work in slices: between two of them others get the event loop, and in each of its turns one slice is worked, whoever's.
 * A call before a screen takes a turn for each of its questions: with a slice of every batch in each turn it would take as
 * many times as long, and hold its database connection meanwhile.
 */
import "server-only";
import { setImmediate as turn } from "node:timers/promises";

const SLICE_MS = 3;

let line: Promise<unknown> = Promise.resolve();

/** To be awaited before each step. */
export function slices(): () => Promise<void> {
	let until = Number.NEGATIVE_INFINITY;
	return async () => {
		if (performance.now() < until) return;
		const mine = line.then(() => turn());
		line = mine;
		await mine;
		until = performance.now() + SLICE_MS;
	};
}
