/** A hand scanner that types what it reads, through the browser's own keyboard: one burst, then Enter. */
import type { Page } from "@playwright/test";
import { usCharacter } from "@/lib/scan/us-layout";
import { azertyKey, POSITIONS } from "./keyboards";

/** Chrome DevTools Protocol, Input.dispatchKeyEvent. */
type KeyEvent = {
	readonly type: "keyDown" | "keyUp";
	readonly code: string;
	readonly key: string;
	readonly text?: string;
	readonly modifiers?: number;
	readonly windowsVirtualKeyCode?: number;
};
const SHIFT = 8;
/** Seconds between two keys: every event carries its own time, as from a real keyboard. */
const GAP = 0.002;

/** The scanner is set up for an American keyboard, as they leave the factory; the computer's is `layout`. */
export async function scanByWedge(page: Page, text: string, layout: "us" | "azerty"): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const start = Date.now() / 1000;
	// Sent without waiting for each other: the browser has them in hand before the first one is answered.
	const events = [...[...text].flatMap((character) => strokesOf(character, layout)), ...ENTER];
	await Promise.all(
		events.map((event, i) => session.send("Input.dispatchKeyEvent", { ...event, timestamp: start + i * GAP })),
	);
	await session.detach();
}

function strokesOf(character: string, layout: "us" | "azerty"): readonly KeyEvent[] {
	const position = POSITIONS.get(character);
	if (position === undefined) throw new Error("no key types this");
	const { code, shift } = position;
	const key = layout === "azerty" ? azertyKey(position) : (usCharacter(code, shift) ?? code);
	const typed = { code, key, modifiers: shift ? SHIFT : 0 };
	const stroke: KeyEvent[] = [
		{ type: "keyDown", ...typed, ...([...key].length === 1 ? { text: key } : {}) },
		{ type: "keyUp", ...typed },
	];
	if (!shift) return stroke;
	const held = { code: "ShiftLeft", key: "Shift" };
	return [{ type: "keyDown", ...held, modifiers: SHIFT }, ...stroke, { type: "keyUp", ...held }];
}

const ENTER: readonly KeyEvent[] = [
	{ type: "keyDown", code: "Enter", key: "Enter", text: "\r", windowsVirtualKeyCode: 13 },
	{ type: "keyUp", code: "Enter", key: "Enter", windowsVirtualKeyCode: 13 },
];
