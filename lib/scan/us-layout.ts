/**
 * What a key position types on an American keyboard (UI Events KeyboardEvent code Values, "writing system keys").
 * Caps Lock is left out on purpose: scanners press Shift for every capital, whatever the computer's lock says.
 */
const PLAIN: Record<string, string> = {
	Backquote: "`~",
	Minus: "-_",
	Equal: "=+",
	BracketLeft: "[{",
	BracketRight: "]}",
	Backslash: "\\|",
	IntlBackslash: "\\|",
	Semicolon: ";:",
	Quote: "'\"",
	Comma: ",<",
	Period: ".>",
	Slash: "/?",
	Space: "  ",
	NumpadDecimal: "..",
	NumpadAdd: "++",
	NumpadSubtract: "--",
	NumpadMultiply: "**",
	NumpadDivide: "//",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/** Undefined for positions that type nothing, and for an empty `code`. */
export function usCharacter(code: string, shift: boolean): string | undefined {
	const letter = /^Key([A-Z])$/.exec(code)?.[1];
	if (letter !== undefined) return shift ? letter : letter.toLowerCase();
	const digit = /^Digit(\d)$/.exec(code)?.[1];
	if (digit !== undefined) return shift ? SHIFTED_DIGITS[Number(digit)] : digit;
	const keypad = /^Numpad(\d)$/.exec(code)?.[1];
	if (keypad !== undefined) return keypad;
	return PLAIN[code]?.[shift ? 1 : 0];
}
