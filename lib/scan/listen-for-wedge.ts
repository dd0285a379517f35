import "client-only";
import { createWedgeReader, MAX_GAP_MS } from "./wedge";

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
		const { text, swallow } = reader.press(event);
		if (swallow) event.preventDefault();
		if (text !== undefined) onText(text);
		else timer = setTimeout(idle, 2 * MAX_GAP_MS);
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
