/**
 * Asks the database for many at once (spec AB-3): whoever asks within `everyMs` of the question before waits for that long
 * with the others, and one statement answers all. So it is asked no more often, however many ask.
 *
 * A fault of the database is everybody's who waited for that answer.
 */
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

/** What is there under this name; undefined where nothing is. */
export type Ask<Found> = (name: string) => Promise<Found | undefined>;

/** `find` answers by name what is there of `names`, which are different. */
export function askTogether<Found>(
	find: (names: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
	everyMs: number,
): Ask<Found> {
	let names = new Set<string>();
	let next: Promise<ReadonlyMap<string, Found>> | undefined;
	let askedAt = Number.NEGATIVE_INFINITY;

	async function ask(): Promise<ReadonlyMap<string, Found>> {
		await sleep(Math.max(0, askedAt + everyMs - performance.now()));
		const asked = [...names];
		names = new Set();
		next = undefined;
		askedAt = performance.now();
		return find(asked);
	}

	return async (name) => {
		names.add(name);
		next ??= ask();
		return (await next).get(name);
	};
}
