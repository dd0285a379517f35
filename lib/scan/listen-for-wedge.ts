import "client-only";
import { createWedgeReader } from "./wedge";

/**
 * Quiet after which a scanner without a suffix has ended. Far longer than a gap between two of its keys: a busy computer
 * hands keys over late, though with their own times.
 */
const QUIET_MS = 500;

/**
 * Listens to the whole page for a keyboard-wedge scanner, also while a field has the focus: what the scanner typed
 * into the field before it was recognised is the caller's to clear (a scan replaces the screen anyway).
 * Returns the function that stops listening.
 */
export function listenForWedge(onText: (text: string) => void): () => void {
	const reader = createWedgeReader();
	let timer: ReturnType<typeof setTimeout> | undefined;

	const press = (event: KeyboardEvent) => {
		if (event.repeat) return;
		clearTimeout(timer);
		const { text, suppress } = reader.press(event);
		if (suppress) event.preventDefault();
		if (text !== undefined) onText(text);
		else timer = setTimeout(idle, QUIET_MS);
	};
	const idle = () => {
		const text = reader.idle();
		if (text !== undefined) onText(text);
	};
	const release = (event: KeyboardEvent) => reader.release(event);
	window.addEventListener("keydown", press, { capture: true });
	window.addEventListener("keyup", release, { capture: true });
	return () => {
		clearTimeout(timer);
		window.removeEventListener("keydown", press, { capture: true });
		window.removeEventListener("keyup", release, { capture: true });
	};
}
