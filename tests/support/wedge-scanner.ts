/**
 * A hand scanner that types what it reads: one burst of key presses at whatever has the focus, then Enter. The keys
 * carry the scanner's times and come in one task of the page: a machine that stalls does not stall the scanner.
 */
import { usCharacter } from "@/lib/scan/us-layout";
import { azertyKey, POSITIONS } from "./keyboards";
import type { Evaluated } from "./screen";

type Stroke = { readonly code: string; readonly key: string; readonly shiftKey: boolean };

const ENTER: Stroke = { code: "Enter", key: "Enter", shiftKey: false };

/**
 * The scanner is set up for an American keyboard, as delivered; the computer's is `layout`. Answers the
 * keys that the page left to the browser: what these do, such as pressing the focused button, would be done.
 */
export async function scanByWedge(page: Evaluated, text: string, layout: "us" | "azerty"): Promise<readonly string[]> {
	const strokes = [...[...text].map((character) => strokeOf(character, layout)), ENTER];
	return await page.evaluate(typeAll, strokes);
}

function strokeOf(character: string, layout: "us" | "azerty"): Stroke {
	const position = POSITIONS.get(character);
	if (position === undefined) throw new Error("no key types this");
	const { code, shift } = position;
	const key = layout === "azerty" ? azertyKey(position) : (usCharacter(code, shift) ?? code);
	return { code, key, shiftKey: shift };
}

/** Runs in the page. */
function typeAll(strokes: readonly Stroke[]): string[] {
	const gap = 5;
	const left: string[] = [];
	let time = performance.now();
	const send = (type: string, stroke: Stroke) => {
		const event = new KeyboardEvent(type, { ...stroke, bubbles: true, cancelable: true, composed: true });
		Object.defineProperty(event, "timeStamp", { value: time });
		return (document.activeElement ?? document.body).dispatchEvent(event);
	};
	const shift = { code: "ShiftLeft", key: "Shift", shiftKey: true };
	for (const stroke of strokes) {
		time += gap;
		if (stroke.shiftKey) send("keydown", shift);
		if (send("keydown", stroke)) left.push(stroke.key);
		send("keyup", stroke);
		if (stroke.shiftKey) send("keyup", shift);
	}
	return left;
}
