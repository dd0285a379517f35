"use client";

/** A tap's click comes a moment after the finger has left. Milliseconds. */
const CLICK_COMES_WITHIN = 100;
/** Somebody who rests a finger for longer presses nothing; and the end of a press may never be told. Milliseconds. */
const LONGEST_PRESS = 2_000;

const waiting: (() => void)[] = [];
let pressed = false;
let ending: ReturnType<typeof setTimeout> | undefined;
let longest: ReturnType<typeof setTimeout> | undefined;

/**
 * [VS-9] Runs `show` at once, or, while something on the page is being pressed, when it is let go: a
 * strip that appears between press and release would take the click away from what was pressed, or give it to another.
 */
export function whenReleased(show: () => void): void {
	if (pressed) waiting.push(show);
	else show();
}

function press(): void {
	clearTimeout(ending);
	clearTimeout(longest);
	ending = undefined;
	pressed = true;
	longest = setTimeout(showWaiting, LONGEST_PRESS);
}

function release(): void {
	if (pressed) ending ??= setTimeout(showWaiting, CLICK_COMES_WITHIN);
}

function showWaiting(): void {
	clearTimeout(ending);
	clearTimeout(longest);
	ending = undefined;
	pressed = false;
	for (const show of waiting.splice(0)) show();
}

if (typeof window !== "undefined") {
	const options = { capture: true, passive: true };
	window.addEventListener("pointerdown", press, options);
	for (const end of ["pointerup", "pointercancel", "dragend"]) window.addEventListener(end, release, options);
	// Let go where nobody told the page: in another window, or in a dialog of the browser's.
	window.addEventListener("blur", release);
	window.addEventListener("pointermove", ({ buttons }) => buttons === 0 && release(), options);
}
