/**
 * What key positions type on keyboards that scanners are set up for (UI Events KeyboardEvent code Values), where it is not
 * what they type on the American one.
 */
import { usCharacter } from "./us-layout";

/** `us`: as delivered. `fr`: AZERTY. `de`: QWERTZ. */
export const LAYOUTS = ["us", "fr", "de"] as const;
export type Layout = (typeof LAYOUTS)[number];

type Table = Readonly<Record<string, readonly [plain: string, shifted: string]>>;

const FRENCH: Table = {
	KeyQ: ["a", "A"],
	KeyA: ["q", "Q"],
	KeyW: ["z", "Z"],
	KeyZ: ["w", "W"],
	KeyM: [",", "?"],
	Semicolon: ["m", "M"],
	Digit1: ["&", "1"],
	Digit2: ["é", "2"],
	Digit3: ['"', "3"],
	Digit4: ["'", "4"],
	Digit5: ["(", "5"],
	Digit6: ["-", "6"],
	Digit7: ["è", "7"],
	Digit8: ["_", "8"],
	Digit9: ["ç", "9"],
	Digit0: ["à", "0"],
	Minus: [")", "°"],
	Equal: ["=", "+"],
	BracketRight: ["$", "£"],
	Quote: ["ù", "%"],
	Backslash: ["*", "µ"],
	IntlBackslash: ["<", ">"],
	Comma: [";", "."],
	Period: [":", "/"],
	Slash: ["!", "§"],
	BracketLeft: ["^", "¨"],
	Backquote: ["²", "~"],
};

const GERMAN: Table = {
	KeyY: ["z", "Z"],
	KeyZ: ["y", "Y"],
	Digit2: ["2", '"'],
	Digit3: ["3", "§"],
	Digit6: ["6", "&"],
	Digit7: ["7", "/"],
	Digit8: ["8", "("],
	Digit9: ["9", ")"],
	Digit0: ["0", "="],
	Minus: ["ß", "?"],
	Equal: ["´", "`"],
	Semicolon: ["ö", "Ö"],
	Quote: ["ä", "Ä"],
	BracketLeft: ["ü", "Ü"],
	Backquote: ["^", "°"],
	BracketRight: ["+", "*"],
	Backslash: ["#", "'"],
	IntlBackslash: ["<", ">"],
	Comma: [",", ";"],
	Period: [".", ":"],
	Slash: ["-", "_"],
};

const TABLES: Readonly<Record<Layout, Table>> = { us: {}, fr: FRENCH, de: GERMAN };

/** Undefined for positions that type nothing, and for an empty `code`. */
export function characterAt(layout: Layout, { code, shift }: { readonly code: string; readonly shift: boolean }) {
	return TABLES[layout][code]?.[shift ? 1 : 0] ?? usCharacter(code, shift);
}
