/**
 * Runs in the page: controls too small for a thumb (44 CSS pixels), texts of buttons that are cut, a page wider than its
 * window. Texts for screen readers only are not looked at.
 */
export function touchFaults(): readonly string[] {
	const faults: string[] = [];
	const isSeen = (element: Element) => element.closest(".sr-only, [inert]") === null && element.checkVisibility();
	const name = (element: Element) => (element.textContent ?? "").trim().slice(0, 24);
	for (const control of document.querySelectorAll("button, select, a[href], input:not(.sr-only), label:has(input)")) {
		if (!isSeen(control)) continue;
		const box = control.getBoundingClientRect();
		// What is inside a label is pressed with it.
		const inLabel = control.tagName === "INPUT" && control.closest("label") !== null;
		if (!inLabel && Math.min(box.width, box.height) < 43.5) {
			faults.push(`${name(control) || control.tagName}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
		}
		const isCut = control.scrollWidth > control.clientWidth + 1 || control.scrollHeight > control.clientHeight + 2;
		if (control.tagName === "BUTTON" && isCut) faults.push(`the text of ${name(control)} is cut`);
	}
	const wide = document.documentElement.scrollWidth;
	if (wide > innerWidth) faults.push(`the page is ${wide} wide`);
	return faults;
}
