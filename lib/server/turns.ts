/** Work of one kind that is done by a few at a time: it never holds more than its connections, or the event loop. */
import "server-only";

export type InTurn = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

/**
 * In the order in which it is asked for; what fails keeps nobody back who comes after it.
 * @param atOnce how much of it may be under way
 */
export function turns(atOnce = 1): InTurn {
	let free = atOnce;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (free > 0) free -= 1;
		else await new Promise<void>((resolve) => waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next === undefined) free += 1;
			else next();
		}
	};
}
