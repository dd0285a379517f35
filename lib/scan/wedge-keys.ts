/** The keys beside those that type: what changes another key, and what ends a text. */
import type { KeyPress } from "./wedge-run";

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"]);

export function isModifier(key: string): boolean {
	return MODIFIERS.has(key);
}

/** In the words of a scanner's handbook. */
export type EndKey = "CR" | "LF" | "Tab";

/** What scanners send at the end of a text; undefined for any other key. */
export function endOf(event: KeyPress): EndKey | undefined {
	const { key, code } = event;
	if (key === "Enter" || code === "Enter" || code === "NumpadEnter") return "CR";
	if (key === "Tab") return "Tab";
	return isLineFeed(event) ? "LF" : undefined;
}

/** Opens the list of downloads in some browsers, over the door. */
export function isLineFeed({ code, key, ctrlKey, altKey }: KeyPress): boolean {
	return ctrlKey && !altKey && (code === "KeyJ" || key.toLowerCase() === "j");
}
