/**
 * Keys with the times that scanners and people give them, for the reader of lib/scan/wedge.ts: what a keyboard event
 * says of each, and when. The timings are those that makers document and that reports from the field name.
 */

import { characterAt, type Layout } from "@/lib/scan/layouts";
import { usCharacter } from "@/lib/scan/us-layout";
import type { KeyPress } from "@/lib/scan/wedge-run";
import { azertyKey, POSITIONS, type Position } from "./keyboards";

/** Milliseconds before the key at `index`. */
export type Timing = (index: number) => number;

export const SCANNERS = {
	cable: () => 5,
	"cable, as fast as the bus goes": () => 1,
	"Bluetooth, several keys a packet": (index) => (index % 3 === 0 ? 30 : 0),
	"Bluetooth, uneven": (index) => [12, 48, 25, 31, 16, 40][index % 6] ?? 12,
	"a delay of 30 ms": (index) => 30 + (index % 2) * 4,
	"95 ms between all characters": (index) => 95 + (index % 3),
	"a pause of 95 ms": (index) => (index === 60 ? 95 : 5),
	"a pause of 150 ms": (index) => (index === 10 ? 150 : 5),
	"a pause of 300 ms": (index) => (index === 60 ? 300 : 5),
	"several pauses": (index) => (index % 25 === 24 ? 280 : 8),
} as const satisfies Record<string, Timing>;

/**
 * A person's: as fast as people type, with the rolls and stops of hands. A roll brings two or three keys at once, never
 * more. `random` gives numbers from 0 to 1.
 */
export function handTiming(random: () => number): Timing {
	let rolled = 0;
	return () => {
		const roll = random();
		rolled = roll < 0.12 && rolled < 2 ? rolled + 1 : 0;
		if (rolled > 0) return 8 + 30 * random();
		if (roll > 0.92) return 220 + 300 * random();
		return 70 + 110 * random();
	};
}

const CONTROL: Readonly<Record<string, string>> = { "\x1d": "BracketRight", "\x1e": "Digit6", "\x1f": "Minus" };
export type Computer = "us" | "azerty";

const named = (code: string, over: Partial<KeyPress> = {}): KeyPress => ({
	...{ code, key: code, shiftKey: false, ctrlKey: false, altKey: false, timeStamp: 0 },
	...over,
});

export const ENTER = named("Enter");
export const TAB = named("Tab");
export const LINE_FEED = named("KeyJ", { key: "j", ctrlKey: true });
export const ESCAPE = named("Escape");

/** Suffixes that hand scanners are set up with, each key so many milliseconds after the one before. */
export const SUFFIXES: Readonly<Record<string, readonly KeyPress[]>> = {
	CR: [ENTER],
	LF: [LINE_FEED],
	"CR LF": [ENTER, LINE_FEED],
	"CR CR": [ENTER, ENTER],
	Tab: [TAB],
	"Tab CR": [TAB, ENTER],
	none: [],
};

/** The keys of a text: of a scanner that is set up for `scanner`, on the computer's keyboard. Without times. */
export function keysOf(
	text: string,
	{ scanner = "us", computer = "us" }: { scanner?: Layout; computer?: Computer } = {},
) {
	return [...text].flatMap((character): readonly KeyPress[] => {
		const control = CONTROL[character];
		if (control !== undefined) return [named(control, { key: "]", ctrlKey: true })];
		const position = positionOf(character, scanner);
		const { code, shift } = position;
		const key = computer === "azerty" ? azertyKey(position) : (usCharacter(code, shift) ?? code);
		const stroke = named(code, { key, shiftKey: shift });
		return shift ? [named("ShiftLeft", { key: "Shift", shiftKey: true }), stroke] : [stroke];
	});
}

function positionOf(character: string, layout: Layout): Position {
	const position =
		layout === "us"
			? POSITIONS.get(character)
			: [...POSITIONS.values()].find(({ code, shift }) => characterAt(layout, { code, shift }) === character);
	if (position === undefined) throw new Error("no key types this");
	return position;
}

/** Gives keys their times; a modifier comes with the key that it changes. */
export function timed(keys: readonly KeyPress[], timing: Timing, start = 5000): readonly KeyPress[] {
	let time = start;
	let index = 0;
	return keys.map((key) => {
		if (key.key !== "Shift") time += index === 0 ? 0 : timing(index++);
		if (index === 0 && key.key !== "Shift") index++;
		return { ...key, timeStamp: time };
	});
}
