/** A hand scanner that types what it reads, through the browser's own keyboard: one burst, then Enter. */
import type { Page } from "@playwright/test";
import { usCharacter } from "@/lib/scan/us-layout";
import { azertyKey, POSITIONS } from "./keyboards";

/** Chrome DevTools Protocol, Input.dispatchKeyEvent. */
const SHIFT = 8;

/** The scanner is set up for an American keyboard, as they leave the factory; the computer's is `layout`. */
export async function scanByWedge(page: Page, text: string, layout: "us" | "azerty"): Promise<void> {
	const session = await page.context().newCDPSession(page);
	// Sent without waiting for each other: a pause between two keys would be a person's.
	const sent: Promise<unknown>[] = [];
	for (const character of text) {
		const position = POSITIONS.get(character);
		if (position === undefined) throw new Error("no key types this");
		const { code, shift } = position;
		const key = layout === "azerty" ? azertyKey(position) : (usCharacter(code, shift) ?? code);
		const modifiers = shift ? SHIFT : 0;
		const typed = [...key].length === 1 ? { text: key } : {};
		if (shift) sent.push(session.send("Input.dispatchKeyEvent", { type: "keyDown", code: "ShiftLeft", key: "Shift" }));
		sent.push(session.send("Input.dispatchKeyEvent", { type: "keyDown", code, key, modifiers, ...typed }));
		sent.push(session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key, modifiers }));
		if (shift) sent.push(session.send("Input.dispatchKeyEvent", { type: "keyUp", code: "ShiftLeft", key: "Shift" }));
	}
	const enter = { code: "Enter", key: "Enter", windowsVirtualKeyCode: 13 };
	sent.push(session.send("Input.dispatchKeyEvent", { type: "keyDown", ...enter, text: "\r" }));
	sent.push(session.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter }));
	await Promise.all(sent);
	await session.detach();
}
