/**
 * Document scanners and hand scanners at a counter: they type the machine-readable zone of an identity document, in two or
 * three lines, or the DataMatrix of a box. Passes are not scanned here, and every other run of keys is a person's: it is
 * left alone. No clock: time comes with the key press.
 */
import { rhythmOf } from "./rhythm";
import { endOf, isModifier } from "./wedge-keys";
import { asItIs, gapsOf, type KeyPress, READINGS, readStrokes, type Stroke, strokeOf } from "./wedge-run";

/** So many keys faster than hands are a scanner's, if they begin like something that is scanned here. */
const SURE = 8;
/** A scanner pauses between the lines of a document. */
const PAUSE_MS = 350;
/** Quiet after which the text has ended: the keys of a busy computer come late. */
export const DOCUMENT_QUIET_MS = 400;

type DocumentStep = {
	/** The browser must not act on this key. */
	readonly suppress: boolean;
	/** A new run begins: what is in the field now is the person's. */
	readonly begins?: true;
	/** What the run typed into the field was the scanner's. */
	readonly undo?: true;
};

export class DocumentRun {
	readonly #wanted: (beginning: string) => boolean;
	#strokes: Stroke[] = [];
	#last = Number.NEGATIVE_INFINITY;
	#into: unknown;
	#taken = false;

	/** `wanted`: whether what was typed so far begins like something that is scanned here. */
	constructor(wanted: (beginning: string) => boolean) {
		this.#wanted = wanted;
	}

	/** `into`: the field that the key would go into, undefined over the page. */
	press(event: KeyPress, into?: unknown): DocumentStep {
		if (isModifier(event.key)) return { suppress: this.#taken };
		const gap = event.timeStamp - this.#last;
		if (!this.#taken && (gap > PAUSE_MS || into !== this.#into)) this.#strokes = [];
		this.#last = event.timeStamp;
		this.#into = into;
		const first = this.#strokes.length === 0;
		const stroke = endOf(event) === undefined ? strokeOf(event, first ? 0 : gap) : asItIs("\n", first ? 0 : gap);
		if (stroke === undefined || (first && stroke.key === "\n")) {
			if (!this.#taken) this.#strokes = [];
			return { suppress: this.#taken };
		}
		this.#strokes.push(stroke);
		if (this.#taken) return { suppress: true };
		if (!this.#isScanners()) return { suppress: false, ...(first ? { begins: true } : {}) };
		this.#taken = true;
		return { suppress: true, undo: true };
	}

	/** A scanner's text is under way: `end` is due when keys have been quiet for `DOCUMENT_QUIET_MS`. */
	get taken(): boolean {
		return this.#taken;
	}

	/** The text in every reading, the likeliest first; lines end with a line feed. */
	end(): readonly string[] {
		const texts = READINGS.map((reading) => readStrokes(this.#strokes, reading));
		this.#strokes = [];
		this.#taken = false;
		return texts;
	}

	#isScanners(): boolean {
		if (this.#strokes.length < SURE || rhythmOf(gapsOf(this.#strokes)) !== "burst") return false;
		return READINGS.some((reading) => this.#wanted(readStrokes(this.#strokes, reading)));
	}
}
