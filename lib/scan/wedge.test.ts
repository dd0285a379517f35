import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { azertyKey, POSITIONS } from "@/tests/support/keyboards";
import { createWedgeReader, type KeyPress, MAX_GAP_MS, MIN_LENGTH } from "./wedge";

const CONTROL: Record<string, string> = { "\x1d": "BracketRight", "\x1e": "Digit6", "\x1f": "Minus" };

function press(code: string, shift: boolean, timeStamp: number, over: Partial<KeyPress> = {}): KeyPress {
	return { code, key: azertyKey({ code, shift }), shiftKey: shift, ctrlKey: false, altKey: false, timeStamp, ...over };
}

/** Scans `text` as an American-configured scanner does, on an AZERTY computer. */
function scan(text: string, gap: number, end: KeyPress | undefined = press("Enter", false, 0, { key: "Enter" })) {
	const reader = createWedgeReader();
	let time = 5000;
	const step = (event: KeyPress) => {
		time += gap;
		return reader.press({ ...event, timeStamp: time });
	};
	for (const character of text) {
		const control = CONTROL[character];
		if (control !== undefined) {
			step(press(control, false, 0, { ctrlKey: true }));
			continue;
		}
		const position = POSITIONS.get(character);
		if (position === undefined) throw new Error("no such key");
		if (position.shift) step(press("ShiftLeft", true, 0, { key: "Shift" }));
		step(press(position.code, position.shift, 0));
	}
	return end === undefined ? reader.idle() : step(end).text;
}

const RP1 = "RP1:6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6";
const TWODDOC = "DC04FR0000011E691E69L101FRL0ESSAI\x1dL1CAMILLE\x1dL203021990\x1fABCDEFGHIJ";

describe("an American-configured scanner on an AZERTY computer", () => {
	it("[SC-3] types a base45 text with its spaces", () => {
		expect(scan(RP1, 10)).toBe(RP1);
	});

	it("[SC-3] types GS and US as control combinations", () => {
		expect(scan(TWODDOC, 10)).toBe(TWODDOC);
	});

	it("without a suffix the text ends when the keys go quiet", () => {
		expect(scan(RP1, 10, undefined)).toBe(RP1);
	});

	it("[SC-3] nothing is trimmed", () => {
		const text = "   12345678901234567890  ";
		expect(scan(text, 5)).toBe(text);
	});

	it("[SC-3] every text of the American keyboard arrives unchanged", () => {
		const characters = fc.constantFrom(...POSITIONS.keys(), "\x1d", "\x1e", "\x1f");
		fc.assert(
			fc.property(
				fc.array(characters, { minLength: MIN_LENGTH, maxLength: 80 }).map((list) => list.join("")),
				fc.integer({ min: 0, max: MAX_GAP_MS / 2 }),
				(text, gap) => {
					// A text that reads as a pass only in the French way is the other test's.
					expect(scan(text, gap)).toBe(text);
				},
			),
		);
	});
});

it("[SC-3] a scanner set up for the computer's own layout is read by its characters", () => {
	const reader = createWedgeReader();
	let time = 0;
	for (const character of RP1) {
		time += 10;
		reader.press({ code: "KeyX", key: character, shiftKey: false, ctrlKey: false, altKey: false, timeStamp: time });
	}
	expect(reader.idle()).toBe(RP1);
});

it("[SC-3] Android keyboards without positions are read by their characters", () => {
	const reader = createWedgeReader();
	for (const [i, character] of [...RP1].entries()) {
		reader.press({ code: "", key: character, shiftKey: false, ctrlKey: false, altKey: false, timeStamp: i * 20 });
	}
	expect(reader.idle()).toBe(RP1);
});

it("a character typed by its number (Alt and the keypad) is that character", () => {
	const reader = createWedgeReader();
	let time = 0;
	const type = (event: KeyPress) => reader.press({ ...event, timeStamp: ++time });
	for (const character of "DC04FR0000011E691E69") {
		const position = POSITIONS.get(character);
		if (position) type(press(position.code, position.shift, 0));
	}
	type(press("AltLeft", false, 0, { key: "Alt" }));
	for (const digit of "029") type(press(`Numpad${digit}`, false, 0, { altKey: true }));
	reader.release({ key: "Alt", timeStamp: ++time });
	type(press("KeyA", true, 0));
	expect(reader.idle()).toBe("DC04FR0000011E691E69\x1dA");
});

describe("people", () => {
	it("[SC-4] typing at a human pace is never a scan, and is never suppressed", () => {
		const reader = createWedgeReader();
		const steps = [...RP1.slice(0, 40)].map((_, i) => reader.press(press("KeyE", false, i * (MAX_GAP_MS + 1))));
		expect(steps.every((step) => step.text === undefined && !step.suppress)).toBe(true);
		expect(reader.idle()).toBeUndefined();
	});

	it("[SC-4] a quick word and Enter are the person's", () => {
		const reader = createWedgeReader();
		for (let i = 0; i < MIN_LENGTH - 1; i++) reader.press(press("KeyE", false, i));
		expect(reader.press(press("Enter", false, 30, { key: "Enter" }))).toEqual({ suppress: false });
	});

	it("[SC-4] Enter at the end of a scan does not press the focused button", () => {
		const reader = createWedgeReader();
		for (let i = 0; i < 30; i++) reader.press(press("KeyE", false, i));
		expect(reader.press(press("Enter", false, 31, { key: "Enter" }))).toMatchObject({ suppress: true });
	});

	it("[SC-4] shortcuts and arrows end a burst", () => {
		const reader = createWedgeReader();
		for (let i = 0; i < 30; i++) reader.press(press("KeyE", false, i));
		expect(reader.press(press("KeyC", false, 31, { ctrlKey: true })).suppress).toBe(false);
		expect(reader.idle()).toBeUndefined();
	});
});
