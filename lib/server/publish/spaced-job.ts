/** Work that is asked for often and done seldom: soon after the first time, and then not more often than once in a while. */
import "server-only";

export type SpacedJob = {
	readonly ask: () => void;
	/** Nothing begins any more. */
	readonly stop: () => void;
};

/** Milliseconds. */
export type Spacing = {
	/** From the first time that it is asked for to its beginning. */
	readonly soon: number;
	/** From its end to the next beginning, after it took so long. */
	readonly gap: (took: number) => number;
};

/** `run` answers when it may be tried again at the earliest, in milliseconds, where it failed; it never throws. */
export function spacedJob(run: () => Promise<{ readonly retry: number } | undefined>, spacing: Spacing): SpacedJob {
	let timer: NodeJS.Timeout | undefined;
	let running = false;
	let asked = false;
	let earliest = 0;

	function schedule(): void {
		if (running || timer !== undefined) return;
		const delay = Math.max(spacing.soon, earliest - performance.now());
		timer = setTimeout(() => void begin(), delay).unref();
	}

	async function begin(): Promise<void> {
		timer = undefined;
		asked = false;
		running = true;
		const begun = performance.now();
		const failed = await run();
		running = false;
		const ended = performance.now();
		earliest = ended + (failed?.retry ?? spacing.gap(ended - begun));
		if (asked || failed !== undefined) schedule();
	}

	return {
		ask: () => {
			asked = true;
			schedule();
		},
		stop: () => {
			clearTimeout(timer);
			timer = undefined;
			asked = false;
		},
	};
}
