/** What is done to an element inside the page, before or instead of real input. All of these run in the page. */
import type { Region } from "../engines/engine";

/** Where an element can be pressed, once it stands still, is enabled and nothing lies over it; or why it cannot. */
export type Aim = { readonly at: Region } | { readonly hindered: string };

export async function aim(element: HTMLElement, { force }: { force: boolean }): Promise<Aim> {
	const box = () => {
		const { x, y, width, height } = element.getBoundingClientRect();
		return { x, y, width, height };
	};
	// A page that is put away draws no frames.
	const frame = () => Promise.race([new Promise(requestAnimationFrame), new Promise((go) => setTimeout(go, 200))]);
	element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
	const before = box();
	await frame();
	await frame();
	const at = box();
	if (before.x !== at.x || before.y !== at.y) return { hindered: "it moves" };
	if (force) return { at };
	if (at.width === 0 || at.height === 0) return { hindered: "it has no size" };
	if (element.matches(":disabled, [aria-disabled='true']")) return { hindered: "it is disabled" };
	const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
	if (top === null) return { hindered: "it lies outside the viewport" };
	const label = top.closest("label")?.control;
	if (element.contains(top) || top.contains(element) || label === element) return { at };
	return { hindered: `<${top.tagName.toLowerCase()} class="${top.className}"> lies over it` };
}

type Guarded = { relaisGuard?: { hit: boolean | undefined; lift(): void } };

/** A page may move between aim and press: what does not hit the element then is kept from everything else. */
export function guard(element: HTMLElement): void {
	const names = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
	const state: NonNullable<Guarded["relaisGuard"]> = {
		hit: undefined,
		lift: () => {
			for (const name of names) removeEventListener(name, watch, true);
		},
	};
	const watch = (event: Event) => {
		const target = event.target as Element;
		state.hit ??= element.contains(target) || target.contains(element) || target.closest("label")?.control === element;
		if (state.hit) return;
		event.stopImmediatePropagation();
		event.preventDefault();
	};
	for (const name of names) addEventListener(name, watch, true);
	(globalThis as Guarded).relaisGuard = state;
}

/** Whether the press hit. One that led to another page did. */
export function liftGuard(): boolean {
	const { relaisGuard } = globalThis as Guarded;
	relaisGuard?.lift();
	return relaisGuard?.hit ?? relaisGuard === undefined;
}

/** Empties a field and writes into it in one go, with the events of a person's typing; the page may write it its own way. */
export function write(element: HTMLElement, text: string): boolean {
	if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) throw new Error("no field");
	if (element.disabled || element.readOnly) return false;
	element.focus();
	element.select();
	if (text !== "") document.execCommand("insertText", false, text);
	else if (element.value !== "") document.execCommand("delete");
	return true;
}

export function choose(element: HTMLElement, value: string): boolean {
	if (!(element instanceof HTMLSelectElement)) throw new Error("no list to choose from");
	const option = [...element.options].find((one) => one.value === value);
	if (option === undefined || element.disabled) return false;
	element.focus();
	option.selected = true;
	element.dispatchEvent(new Event("input", { bubbles: true }));
	element.dispatchEvent(new Event("change", { bubbles: true }));
	return true;
}

export function isShown(element: HTMLElement): boolean {
	return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
}
