"use client";

import { useEffect, useRef } from "react";

type DeskKeys = {
	enabled: boolean;
	issueOrPrint: () => void;
	next: () => void;
	/** Of those who wait for their result, whoever's turn it is. */
	result: () => void;
	/** The last sheet once more. */
	reprint: () => void;
	/** In an exercise: somebody invented. */
	invented: (() => void) | undefined;
};

/**
 * The keys of the desk, wherever the focus is: F2 act, F4 next person, F6 list, F7 in an exercise somebody invented, F8 next result, F9 issue or print,
 * Shift+F9 the last sheet again.
 */
export function useDeskKeys(keys: DeskKeys): void {
	const current = useRef(keys);
	useEffect(() => {
		current.current = keys;
	});
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { enabled, issueOrPrint, next, result, reprint, invented } = current.current;
			// A dialog of the header has the keyboard too.
			if (document.querySelector("dialog[open]") !== null) return;
			if (!enabled || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
			switch (event.key) {
				case "F2":
					document.querySelector<HTMLElement>("input[name='act']:checked")?.focus();
					break;
				case "F4":
					next();
					break;
				case "F6":
					document.querySelector<HTMLElement>("[data-entry]")?.focus();
					break;
				case "F7":
					if (invented === undefined) return;
					invented();
					break;
				case "F8":
					result();
					break;
				case "F9":
					if (event.shiftKey) reprint();
					else issueOrPrint();
					break;
				default:
					return;
			}
			event.preventDefault();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);
}
