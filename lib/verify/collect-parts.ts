/**
 * Collects the parts of a SMART Health Card that was printed in several codes, in whatever order they are held up (spec
 * V-12). Pure: the caller keeps what it is given and forgets it in time, for parts tell who somebody is.
 */
import { decodeShc } from "@/lib/formats/shc/decode-shc";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TextClass } from "./classify-text";

/** Seconds after the last part for which the others are waited for: the next person must not inherit them. */
export const PARTS_WAIT = 60;

export type CollectedParts = {
	readonly count: number;
	/** Texts by their index, from 1. */
	readonly texts: ReadonlyMap<number, string>;
	/** When the last one came. */
	readonly at: NumericDate;
};

export type PartAnswer =
	/** All of them, in order: for `verifyPass`. Nothing is left to keep. */
	| { readonly outcome: "complete"; readonly texts: readonly string[] }
	/** `mixed`: what was held before belongs to another card, and this part stands alone. */
	| { readonly outcome: "waiting"; readonly parts: CollectedParts; readonly mixed: boolean };

/** Adds a part to those that were kept. The same part twice is one; those of another card, or too old, are dropped. */
export function collectPart(
	kept: CollectedParts | undefined,
	{ text, index, count }: Extract<TextClass, { readonly kind: "part" }>,
	now: NumericDate,
): PartAnswer {
	const alone: CollectedParts = { count, texts: new Map([[index, text]]), at: now };
	// A clock that was set back says nothing about how long ago it was.
	const waiting = kept && now >= kept.at && now - kept.at <= PARTS_WAIT ? kept : undefined;
	if (!waiting) return { outcome: "waiting", parts: alone, mixed: false };
	const same = waiting.count === count && (waiting.texts.get(index) ?? text) === text;
	if (!same) return { outcome: "waiting", parts: alone, mixed: true };
	const texts = new Map([...waiting.texts, [index, text]]);
	if (texts.size < count) return { outcome: "waiting", parts: { count, texts, at: now }, mixed: false };
	const ordered = [...texts].sort(([a], [b]) => a - b).map(([, part]) => part);
	// Parts do not say whose they are: only together they read, or do not.
	return decodeShc(ordered).outcome === "decoded"
		? { outcome: "complete", texts: ordered }
		: { outcome: "waiting", parts: alone, mixed: true };
}
