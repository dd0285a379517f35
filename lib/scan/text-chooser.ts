import { classifyText } from "@/lib/verify/classify-text";
import type { RepeatFilter } from "./repeat-filter";

/** Only a preference: lib/verify judges whatever it is given. */
export function looksLikePass(text: string): boolean {
	const { kind } = classifyText(text);
	return kind === "pass" || kind === "part" || kind === "unsupported";
}

/** All codes of a gate are one for whoever looks on: a row of them changes several times a second. */
const GATE_CODE = "gate code";

/** Sights in which a code that is no pass must be alone before it is judged: a sheet also carries the holder's link. */
export const ALONE_SIGHTS = 4;

/**
 * Decides which of the texts in a frame is offered now, if any: passes before other codes, and new ones only. One that
 * is not taken (the scanner is paused, somebody else's verdict stands) stays new, and is offered at the next sight;
 * but a gate's code is known from then on: while the scanner was paused, it was read by the screen that links gates.
 */
export function createTextChooser(filter: RepeatFilter, take: (text: string) => boolean) {
	let alone = 0;
	/** `now` in milliseconds, never decreasing. */
	return (texts: readonly string[], now: number): void => {
		if (texts.length === 0) return;
		const passes = texts.filter(looksLikePass);
		alone = passes.length > 0 ? 0 : alone + 1;
		const candidates = passes.length > 0 ? passes : alone >= ALONE_SIGHTS ? texts : [];
		for (const text of candidates) {
			const isGateCode = classifyText(text).kind === "gateCode";
			const known = isGateCode ? GATE_CODE : text;
			if (filter.isNew(known, now) && (take(text) || isGateCode)) filter.add(known, now);
		}
	};
}
