/** Key positions of an American-configured scanner, and what a French computer makes of them. */
import { usCharacter } from "@/lib/scan/us-layout";

const CODES = [
	..."ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").map((letter) => `Key${letter}`),
	..."0123456789".split("").map((digit) => `Digit${digit}`),
	...["Minus", "Equal", "BracketLeft", "BracketRight", "Backslash", "Semicolon", "Quote", "Comma", "Period", "Slash"],
	...["Backquote", "Space"],
];

export type Position = { readonly code: string; readonly shift: boolean };

/** The position that an American-configured scanner sends for a character. */
export const POSITIONS: ReadonlyMap<string, Position> = new Map([
	...CODES.flatMap((code) => [true, false].map((shift) => [usCharacter(code, shift) ?? "", { code, shift }] as const)),
	[" ", { code: "Space", shift: false }],
]);

/** What a French keyboard makes of some positions (the ones that break passes), plain and with Shift. */
const AZERTY: Readonly<Record<string, readonly [string, string]>> = {
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
	Slash: ["!", "§"],
	Period: [":", "/"],
	BracketLeft: ["Dead", "Dead"],
};

/** `event.key` on an AZERTY computer. */
export function azertyKey({ code, shift }: Position): string {
	return AZERTY[code]?.[shift ? 1 : 0] ?? usCharacter(code, shift) ?? code;
}
