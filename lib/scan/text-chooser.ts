import { classifyText } from "@/lib/verify/classify-text";
import type { RepeatFilter } from "./repeat-filter";

/** Only a preference: lib/verify judges whatever it is given. */
export function looksLikePass(text: string): boolean {
	const { kind } = classifyText(text);
	return kind === "pass" || kind === "part" || kind === "unsupported";
}

/** Two sheets held side by side are judged one after the other, each long enough to be seen. */
export const DWELL_MS = 1000;
/** Sights in which a code that is no pass must be alone before it is judged: a sheet also carries the holder's link. */
export const ALONE_SIGHTS = 4;

/**
 * Decides which of the texts in a frame is judged now, if any: passes before other codes, new ones before those in view
 * already, and never two within DWELL_MS.
 */
export function createTextChooser(filter: RepeatFilter) {
	let last = Number.NEGATIVE_INFINITY;
	let alone = 0;
	return {
		/** `now` in milliseconds, never decreasing. */
		choose: (texts: readonly string[], now: number): string | undefined => {
			if (texts.length === 0) return undefined;
			const passes = texts.filter(looksLikePass);
			alone = passes.length > 0 ? 0 : alone + 1;
			const candidates = passes.length > 0 ? passes : alone >= ALONE_SIGHTS ? texts : [];
			for (const text of candidates) filter.see(text, now);
			if (now - last < DWELL_MS) return undefined;
			const chosen = candidates.find((text) => filter.offer(text, now));
			if (chosen === undefined) return undefined;
			last = now;
			alone = 0;
			return chosen;
		},
	};
}
