/**
 * Keyboard-wedge scanners: devices that type what they read. This module tells their keys from a person's, keeps them
 * from pressing anything, and gives the text exactly as scanned: spaces, GS and US kept, nothing trimmed.
 *
 * Two cases, by where the keys would go. Over a page without a field nobody types: every run of characters is the
 * scanner's, however slow. In a field it may be a person's: keys faster than hands are held until the run proves to be
 * one or the other; slower ones go through, and are taken back when the run turns out to be a code. No clock: time comes
 * with the key press.
 */
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { rhythmOf } from "./rhythm";
import { endOf, isLineFeed, isModifier } from "./wedge-keys";
import {
	asItIs,
	beginsLikeCode,
	gapsOf,
	isControlCharacter,
	isRetailCode,
	isTail,
	type KeyPress,
	type Reading,
	readStrokes,
	type Stroke,
	splitRun,
	strokeOf,
	textOf,
} from "./wedge-run";

/** A scanner pauses for up to 300 ms inside a scan; a little more for a computer that is busy. */
const PAUSE_MS = 350;
/** A run that is a scanner's beyond doubt may pause for longer. */
export const LONG_PAUSE_MS = 500;
/** Quiet after which a text without a suffix has ended: a busy computer hands keys over late, though with their own times. */
const QUIET_MS = 800;
/** A scanner that always sends a suffix has only stopped for a while. */
const SUFFIX_QUIET_MS = 2000;
/** Control keys this soon after a burst belong to the scanner. */
export const SUFFIX_MS = 300;
/** Keys that are held go back to the field after this much quiet. */
export const HELD_MS = 120;
/** Two keys of a burst are less than this apart. */
const BURST_GAP_MS = 30;
/** Held keys go back at once when the next one is so late: hands. */
const HAND_GAP_MS = 80;
/** So many keys faster than hands were a scanner's; fewer do if the key that ends a scan comes in their rhythm. */
const BURST_LENGTH = 8;
const BURST_BEFORE_END = 5;
/** No field of the door takes so many characters in one go. */
const FIELD_LENGTH = 24;
/** Over the page so many characters are not a slip of the hand. */
const PAGE_LENGTH = 3;
/** Shorter texts are no code. */
const SHORTEST = 4;

export type Scan =
	| { readonly outcome: "read"; readonly text: string }
	/** The beginning was lost: nothing can be said of the rest. */
	| { readonly outcome: "stuttered" };

export type WedgeStep = {
	/** The browser must not act on this key. */
	readonly suppress: boolean;
	/** A new run begins with this key: what is in the field now is the person's. */
	readonly begins?: true;
	/** What the run typed into the field was the scanner's. */
	readonly undo?: true;
	/** These keys were a person's after all: they go into the field, before this one. */
	readonly giveBack?: string;
	readonly scans?: readonly Scan[];
};

export type WedgeReader = {
	/** `into`: the field that the key would go into, whatever names it; undefined over the page. */
	readonly press: (event: KeyPress, into?: unknown) => WedgeStep;
	/** Alt released: the end of a character typed by its number. */
	readonly release: (event: Pick<KeyPress, "key" | "timeStamp">) => void;
	/** Milliseconds of quiet after which `idle` is due; undefined: never. */
	readonly due: () => number | undefined;
	/** Keys have been quiet: held ones go back, a scan without a suffix has ended. */
	readonly idle: () => WedgeStep;
};

/** `loose`: keys go through. `held`: they wait. `scanner`: the run is the scanner's. */
type Mode = "loose" | "held" | "scanner";

class Reader implements WedgeReader {
	readonly #known: Reading | undefined;
	readonly #quiet: number;
	#strokes: Stroke[] = [];
	#mode: Mode = "loose";
	#held = "";
	#field = false;
	#into: unknown;
	#number = "";
	#last = Number.NEGATIVE_INFINITY;
	/** Until when control keys belong to the scanner, and a new run is suspect from its first key. */
	#ownsUntil = Number.NEGATIVE_INFINITY;

	constructor({ reading, suffix }: KnownScanner) {
		this.#known = reading;
		this.#quiet = suffix === undefined ? QUIET_MS : suffix ? SUFFIX_QUIET_MS : LONG_PAUSE_MS;
	}

	press(event: KeyPress, into?: unknown): WedgeStep {
		if (isModifier(event.key)) return { suppress: false };
		const { timeStamp } = event;
		const before = this.#afterPause(timeStamp, into);
		this.#into = into;
		const step = this.#pressed(event, into !== undefined);
		this.#last = timeStamp;
		return merge(before, step);
	}

	release({ key, timeStamp }: Pick<KeyPress, "key" | "timeStamp">): void {
		if (key !== "Alt" || this.#number === "") return;
		const character = String.fromCharCode(Number(this.#number) % 256);
		this.#number = "";
		this.#strokes.push(asItIs(character, this.#gap(timeStamp)));
		this.#last = timeStamp;
	}

	due(): number | undefined {
		if (this.#mode === "held") return HELD_MS;
		return this.#strokes.length === 0 ? undefined : this.#quiet;
	}

	idle(): WedgeStep {
		return this.#end();
	}

	#gap(now: number): number {
		return this.#strokes.length === 0 ? 0 : now - this.#last;
	}

	/** A pause, or a key that goes elsewhere, ends the run that was under way. */
	#afterPause(now: number, into: unknown): WedgeStep {
		if (this.#strokes.length === 0) return NOTHING;
		const longest = this.#isScanners() ? LONG_PAUSE_MS : PAUSE_MS;
		return now - this.#last > longest || into !== this.#into ? this.#end() : NOTHING;
	}

	#pressed(event: KeyPress, field: boolean): WedgeStep {
		if (endOf(event) !== undefined) return this.#endKey(event);
		if (event.altKey && /^Numpad\d$/.test(event.code)) return this.#numbered(event.code.at(-1) ?? "", field);
		const stroke = strokeOf(event, this.#gap(event.timeStamp));
		const owned = event.timeStamp <= this.#ownsUntil;
		if (stroke === undefined || (owned && this.#strokes.length === 0 && event.key === " "))
			return this.#otherKey(event);
		const first = this.#strokes.length === 0;
		if (first) {
			this.#field = field;
			this.#mode = field && owned ? "held" : "loose";
		}
		this.#strokes.push(stroke);
		if (this.#strokes.length > TEXT_LIMIT) this.#clear();
		const step = field ? this.#inField(stroke) : { suppress: !first || event.key !== " " };
		return first ? { ...step, begins: true } : step;
	}

	/** A digit of a character that is typed by its number. */
	#numbered(digit: string, field: boolean): WedgeStep {
		const first = this.#strokes.length === 0 && this.#number === "";
		this.#number += digit;
		if (first) this.#field = field;
		return { suppress: !this.#field || this.#mode === "scanner", ...(first ? { begins: true } : {}) };
	}

	#inField(stroke: Stroke): WedgeStep {
		if (this.#mode === "scanner") return SUPPRESS;
		if (this.#isScanners()) {
			this.#mode = "scanner";
			this.#held = "";
			return { suppress: true, undo: true };
		}
		if (this.#mode === "held" && stroke.gap > HAND_GAP_MS) return { suppress: false, ...this.#handOver() };
		const fast = this.#strokes.length > 3 && this.#strokes.slice(-3).every(({ gap }) => gap <= BURST_GAP_MS);
		if (this.#mode === "loose" && !fast) return NOTHING;
		this.#mode = "held";
		this.#held += stroke.key ?? "";
		return SUPPRESS;
	}

	/** Enter, Tab or a line feed. */
	#endKey(event: KeyPress): WedgeStep {
		if (this.#strokes.length === 0) return this.#otherKey(event);
		const gaps = [...gapsOf(this.#strokes), this.#gap(event.timeStamp)];
		const burst = gaps.length >= BURST_BEFORE_END && gaps.slice(-BURST_BEFORE_END).every((gap) => gap <= BURST_GAP_MS);
		if (!(this.#hasEndedAsScan() || (this.#field && burst))) {
			const step = { suppress: isLineFeed(event), ...this.#handOver() };
			this.#clear();
			return step;
		}
		this.#ownsUntil = event.timeStamp + SUFFIX_MS;
		return { ...this.#finish(), suppress: true };
	}

	/** Arrows, function keys, shortcuts; and what ends a scan, where none is under way. */
	#otherKey(event: KeyPress): WedgeStep {
		const { timeStamp } = event;
		const midRun = this.#strokes.length > 0 && (this.#mode === "scanner" || (!this.#field && this.#isScanners()));
		if (midRun || timeStamp <= this.#ownsUntil) {
			if (!midRun) this.#ownsUntil = timeStamp + SUFFIX_MS;
			return SUPPRESS;
		}
		const step = this.#handOver();
		this.#clear();
		return { ...step, suppress: isLineFeed(event) };
	}

	/** Beyond doubt: faster than hands for long, begins like a code, or longer and more regular than a person types. */
	#isScanners(): boolean {
		if (this.#mode === "scanner") return true;
		const { length } = this.#strokes;
		const gaps = gapsOf(this.#strokes);
		if (length >= BURST_LENGTH && rhythmOf(gaps.slice(1 - BURST_LENGTH)) === "burst") return true;
		if (length < SHORTEST) return false;
		const rhythm = rhythmOf(gaps);
		if (rhythm === "hands") return false;
		if (beginsLikeCode(this.#strokes) || this.#strokes.some(({ key = "" }) => isControlCharacter(key))) return true;
		return length > FIELD_LENGTH && rhythm !== "unclear" && isTail(textOf(this.#strokes, this.#known));
	}

	/** Held keys are a person's. */
	#handOver(): Pick<WedgeStep, "giveBack"> {
		const held = this.#held;
		this.#held = "";
		this.#mode = "loose";
		return held === "" ? {} : { giveBack: held };
	}

	/** The run has ended by itself. */
	#end(): WedgeStep {
		if (this.#strokes.length === 0) return NOTHING;
		if (this.#hasEndedAsScan()) {
			this.#ownsUntil = this.#last + SUFFIX_MS;
			return { ...this.#finish(), suppress: false };
		}
		const step = { suppress: false, ...this.#handOver() };
		this.#clear();
		return step;
	}

	#hasEndedAsScan(): boolean {
		if (this.#isScanners() || (!this.#field && this.#strokes.length >= PAGE_LENGTH)) return true;
		return isClockwork(this.#strokes) && isRetailCode(readStrokes(this.#strokes, "us"));
	}

	/** The scanner's run is over. */
	#finish(): Omit<WedgeStep, "suppress"> {
		const scans = splitRun(this.#strokes).flatMap((part) => this.#scanOf(part));
		const undo = this.#field && this.#mode !== "scanner";
		this.#clear();
		return { ...(undo ? { undo: true } : {}), ...(scans.length > 0 ? { scans } : {}) };
	}

	#scanOf(strokes: readonly Stroke[]): readonly Scan[] {
		if (strokes.length < SHORTEST) return [];
		if (!beginsLikeCode(strokes) && !isClockwork(strokes)) return [];
		const text = textOf(strokes, this.#known);
		return [isTail(text) ? { outcome: "stuttered" } : { outcome: "read", text }];
	}

	#clear(): void {
		this.#strokes = [];
		this.#held = "";
		this.#number = "";
		this.#mode = "loose";
	}
}

/** What the calibration sheet found of the scanner. */
export type KnownScanner = {
	readonly reading?: Reading | undefined;
	/** Whether it ends a text with a key. */
	readonly suffix?: boolean | undefined;
};

export function createWedgeReader(known: KnownScanner = {}): WedgeReader {
	return new Reader(known);
}

function isClockwork(strokes: readonly Stroke[]): boolean {
	const rhythm = rhythmOf(gapsOf(strokes));
	return rhythm === "burst" || rhythm === "steady";
}

const NOTHING: WedgeStep = { suppress: false };
const SUPPRESS: WedgeStep = { suppress: true };
/** The end of one run, then the key that came after it. */
function merge(before: WedgeStep, step: WedgeStep): WedgeStep {
	const scans = [...(before.scans ?? []), ...(step.scans ?? [])];
	const giveBack = `${before.giveBack ?? ""}${step.giveBack ?? ""}`;
	return {
		...before,
		...step,
		...(scans.length > 0 ? { scans } : {}),
		...(giveBack === "" ? {} : { giveBack }),
	};
}
