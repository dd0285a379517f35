"use client";

import { type RefObject, useEffect } from "react";

/**
 * The focus never falls to the page's body: whenever what had it is gone (a verdict was closed, a button went with its
 * notice), it goes to the stage that is shown now, marked `data-home`. Nothing is pressed there by a stray key.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
	useEffect(() => {
		const door = root.current;
		if (door === null) return;
		let frame: number | undefined;
		const look = () => {
			frame = undefined;
			if (!isLost()) return;
			const home = door.querySelector<HTMLElement>("[data-home]:not([inert] *)") ?? door;
			home.focus({ preventScroll: true });
		};
		const lookSoon = () => {
			frame ??= requestAnimationFrame(look);
		};
		const observer = new MutationObserver(lookSoon);
		observer.observe(door, { subtree: true, childList: true, attributeFilter: ["disabled"] });
		door.addEventListener("focusout", lookSoon);
		lookSoon();
		return () => {
			observer.disconnect();
			door.removeEventListener("focusout", lookSoon);
			if (frame !== undefined) cancelAnimationFrame(frame);
		};
	}, [root]);
}

/** Under a dialog the focus is the dialog's own. */
function isLost(): boolean {
	const { activeElement } = document;
	if (activeElement !== null && activeElement !== document.body) return false;
	return document.querySelector("dialog[open]") === null;
}
