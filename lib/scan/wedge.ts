/**
 * Keyboard-wedge scanners: a device that types what it reads, much faster than a person. This module recognises such
 * bursts among key presses and gives the text exactly as scanned: spaces, GS and US kept, nothing trimmed.
 *
 * A scanner sends key positions, not characters, and assumes that the keyboard is American unless it was set up
 * otherwise: on an AZERTY computer `event.key` of "HC1:" reads "HC&M". Both readings are kept, that of `event.code` on
 * the American layout and that of `event.key`, and the one that begins like a pass wins (AZERTY-configured scanners
 * exist too). No clock: time comes with the key press.
 */
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { looksLikePass } from "./text-chooser";
import { usCharacter } from "./us-layout";

/** What the recogniser needs of a KeyboardEvent. */
export type KeyPress = {
	readonly code: string;
	readonly key: string;
	readonly shiftKey: boolean;
	readonly ctrlKey: boolean;
	readonly altKey: boolean;
	/** Milliseconds. */
	readonly timeStamp: number;
};

/** Slow Bluetooth scanners need 30–60 ms a character; people pause longer than this within any twenty characters. */
export const MAX_GAP_MS = 90;
/** Shorter bursts are a person's: every pass is longer, and so is every check code with its number. */
export const MIN_LENGTH = 20;
/** From this length on a burst is kept away from the page: Enter would press the focused button, "/" opens a search. */
const SUPPRESS_FROM = 4;
type WedgeStep = {
	/** A finished scan. */
	readonly text?: string;
	/** The page should not act on this key. */
	readonly suppress: boolean;
};

const NOTHING: WedgeStep = { suppress: false };

export type WedgeReader = {
	readonly press: (event: KeyPress) => WedgeStep;
	/** Alt released: the end of a character typed by its number. */
	readonly release: (event: Pick<KeyPress, "key" | "timeStamp">) => void;
	/** Call when keys have been quiet for a good while: a scanner without a suffix ends like that. */
	readonly idle: () => string | undefined;
};

export function createWedgeReader(): WedgeReader {
	let byCode: string[] = [];
	let byKey: string[] = [];
	let last = Number.NEGATIVE_INFINITY;
	let number = "";

	const reset = () => {
		byCode = [];
		byKey = [];
		number = "";
	};
	const append = (code: string, key: string) => {
		byCode.push(code);
		byKey.push(key);
		if (byCode.length > TEXT_LIMIT) reset();
	};
	const finish = (): string | undefined => {
		const [code, key] = [byCode.join(""), byKey.join("")];
		const long = byCode.length >= MIN_LENGTH;
		reset();
		if (!long) return undefined;
		return looksLikePass(key) && !looksLikePass(code) ? key : code;
	};
	return {
		press: (event) => {
			if (isModifier(event.key)) return NOTHING;
			if (event.timeStamp - last > MAX_GAP_MS) reset();
			last = event.timeStamp;
			if (isEnd(event)) {
				const text = finish();
				return text === undefined ? NOTHING : { text, suppress: true };
			}
			if (event.altKey && /^Numpad\d$/.test(event.code)) {
				number += event.code.at(-1) ?? "";
				return { suppress: byCode.length >= SUPPRESS_FROM };
			}
			const character = characterOf(event);
			if (character === undefined) {
				// Arrows, function keys, shortcuts: a person's.
				reset();
				return NOTHING;
			}
			append(character.code, character.key);
			return { suppress: byCode.length >= SUPPRESS_FROM };
		},
		release: ({ key, timeStamp }) => {
			if (key !== "Alt" || number === "") return;
			last = timeStamp;
			const character = String.fromCharCode(Number(number) % 256);
			number = "";
			append(character, character);
		},
		idle: finish,
	};
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"]);

function isModifier(key: string): boolean {
	return MODIFIERS.has(key);
}

/** Both are common factory suffixes. */
function isEnd({ key, code }: KeyPress): boolean {
	return key === "Enter" || code === "Enter" || code === "NumpadEnter" || key === "Tab";
}

const GS = "\x1d";
const RS = "\x1e";
const US = "\x1f";
/** Control characters arrive as the terminal's key combinations for them, by position on the American keyboard. */
const CONTROLS: Record<string, string> = { BracketRight: GS, Digit6: RS, Minus: US };

/** The two readings of one key press; undefined for a key that types nothing. */
function characterOf(event: KeyPress): { code: string; key: string } | undefined {
	const { code, key, shiftKey, ctrlKey, altKey } = event;
	if (ctrlKey && !altKey) {
		const control = CONTROLS[code];
		return control === undefined ? undefined : { code: control, key: control };
	}
	if (key === GS || key === RS || key === US) return { code: key, key };
	const typed = [...key].length === 1 ? key : undefined;
	// Android names no position for Bluetooth keyboards: the character is all there is.
	const positioned = usCharacter(code, shiftKey) ?? typed;
	if (positioned === undefined) return undefined;
	return { code: positioned, key: typed ?? positioned };
}
