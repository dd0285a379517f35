/**
 * One run of keys that a hand scanner may have typed, and what it reads. A scanner sends key positions, not characters,
 * and believes in a keyboard: the American one as delivered, whatever the computer's is. On an AZERTY computer
 * `event.key` of "HC1:" then reads "HC&M". So every reading is kept, and the one that is a pass wins.
 */
import { characterAt, LAYOUTS, type Layout } from "./layouts";
import { middleGap } from "./rhythm";
import { looksLikePass } from "./text-chooser";

/** What is needed of a KeyboardEvent. */
export type KeyPress = {
	readonly code: string;
	readonly key: string;
	readonly shiftKey: boolean;
	readonly ctrlKey: boolean;
	readonly altKey: boolean;
	/** Milliseconds. */
	readonly timeStamp: number;
};

/** One character: a position that types, or a character as it is. */
export type Stroke = {
	readonly code: string;
	readonly shift: boolean;
	/** What the computer makes of it; undefined where the key has no name of one character (a dead key). */
	readonly key: string | undefined;
	/** Milliseconds since the stroke before; 0 for the first. */
	readonly gap: number;
};

/** How a text is read off the strokes: by a layout's positions, or as the computer reads them. */
export const READINGS = [...LAYOUTS, "key"] as const;
export type Reading = (typeof READINGS)[number];

/** As delivered first, then as the computer reads it. */
const ORDER: readonly Reading[] = ["us", "key", "fr", "de"];

const GS = "\x1d";
const RS = "\x1e";
const US = "\x1f";
/** Control characters arrive as the terminal's key combinations for them, by position on the American keyboard. */
const CONTROLS: Readonly<Record<string, string>> = { BracketRight: GS, Digit6: RS, Minus: US };

export function isControlCharacter(character: string): boolean {
	return character === GS || character === RS || character === US;
}

/** The stroke of one key; undefined for a key that types nothing. */
export function strokeOf(event: KeyPress, gap: number): Stroke | undefined {
	const { code, key, shiftKey: shift, ctrlKey, altKey } = event;
	if (ctrlKey && !altKey) {
		const control = CONTROLS[code];
		return control === undefined ? undefined : asItIs(control, gap);
	}
	if (isControlCharacter(key)) return asItIs(key, gap);
	const typed = [...key].length === 1 ? key : undefined;
	if (typed === undefined && characterAt("us", { code, shift }) === undefined) return undefined;
	return { code, shift, key: typed, gap };
}

/** A character that no layout changes. */
export function asItIs(character: string, gap: number): Stroke {
	return { code: "", shift: false, key: character, gap };
}

export function readStrokes(strokes: readonly Stroke[], reading: Reading): string {
	return strokes.map((stroke) => characterOf(stroke, reading)).join("");
}

/** Android names no position for Bluetooth keyboards: the character is all there is. */
function characterOf({ code, shift, key }: Stroke, reading: Reading): string {
	const positioned = (layout: Layout) => characterAt(layout, { code, shift });
	return (reading === "key" ? (key ?? positioned("us")) : (positioned(reading) ?? key)) ?? "";
}

/**
 * The text of the strokes. `known`: the reading that the calibration sheet found. Where none is a pass, one whose letters
 * a lock of capitals turned round may be.
 */
export function textOf(strokes: readonly Stroke[], known?: Reading): string {
	const order = known === undefined ? ORDER : [known, ...ORDER.filter((each) => each !== known)];
	const texts = order.map((reading) => readStrokes(strokes, reading));
	const candidates = [...texts, ...texts.map(turnCase)].filter(looksLikePass);
	return candidates.find(isOfItsAlphabet) ?? candidates[0] ?? texts[0] ?? "";
}

/** A beginning may read right on the wrong keyboard; the rest does not. */
function isOfItsAlphabet(text: string): boolean {
	if (/^shc:/i.test(text)) return /^shc:\/[\d/]+\s*$/i.test(text);
	return /:/.test(text.slice(0, 12))
		? /^[^:]*:[0-9A-Z $%*+\-./:]*\s*$/.test(text)
		: [...text].every((character) => character <= "~");
}

function turnCase(text: string): string {
	return text.replace(/[a-z]/gi, (letter) => (letter < "a" ? letter.toLowerCase() : letter.toUpperCase()));
}

/** How codes begin that no person types. */
const BEGINNING = /^(?:RP1:|HC\d:|shc:\/|https?:\/\/|\][A-Za-z]\d|DC0[1-4][0-9A-Z]{8})/i;
const LONGEST_BEGINNING = 14;

/** Whether the run begins like a code, in any reading. */
export function beginsLikeCode(strokes: readonly Stroke[]): boolean {
	const beginning = strokes.slice(0, LONGEST_BEGINNING);
	return READINGS.some((reading) => BEGINNING.test(readStrokes(beginning, reading)));
}

/** A pause before a second code is longer than this many of the run's own. */
const SPLIT_GAPS = 4;
const SPLIT_MS = 40;

/**
 * Two codes in one trigger by a scanner without a suffix come as one run, and so does a scan on the heels of a person's
 * key: cut where a code begins after a pause that is out of the run's rhythm.
 */
export function splitRun(strokes: readonly Stroke[]): readonly (readonly Stroke[])[] {
	const pause = Math.max(SPLIT_MS, SPLIT_GAPS * middleGap(gapsOf(strokes)));
	const cuts = [...strokes.entries()].flatMap(([at, { gap }]) =>
		at > 0 && gap >= pause && beginsLikeCode(strokes.slice(at, at + LONGEST_BEGINNING)) ? [at] : [],
	);
	return [0, ...cuts].map((from, index) => strokes.slice(from, cuts[index]));
}

/** Between the strokes: one less than there are. */
export function gapsOf(strokes: readonly Stroke[]): readonly number[] {
	return strokes.slice(1).map(({ gap }) => gap);
}

/** A retail code: 12 to 14 digits with their GS1 check digit. Nothing that people type at a door is one. */
export function isRetailCode(text: string): boolean {
	if (!/^\d{12,14}$/.test(text)) return false;
	const sum = [...text].toReversed().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
	return sum % 10 === 0;
}

/** From this length on a text without a beginning may be the rest of a pass. */
const TAIL_LENGTH = 20;

/**
 * Whether this is the end of a pass whose beginning was lost: base45, the digits of a health card, or fields that control
 * characters part. A menu's address or a ticket's number is none.
 */
export function isTail(text: string): boolean {
	if (text.length < TAIL_LENGTH || looksLikePass(text)) return false;
	if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) || /^[A-Z]{2,8}:/.test(text)) return false;
	if ([...text].some(isControlCharacter)) return true;
	if (/^\d+$/.test(text)) return text.length >= 3 * TAIL_LENGTH;
	return /^[0-9A-Z $%*+\-./:]+$/.test(text) && /[$%*+:]/.test(text) && /\d/.test(text);
}
