"use client";

import { useEffect, useRef } from "react";

/** The keys of the desk, wherever the focus is: F2 act, F4 next person, F9 issue or print. */
export function useDeskKeys(keys: { enabled: boolean; issueOrPrint: () => void; next: () => void }): void {
	const current = useRef(keys);
	useEffect(() => {
		current.current = keys;
	});
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { enabled, issueOrPrint, next } = current.current;
			if (!enabled || event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
			switch (event.key) {
				case "F2":
					document.querySelector<HTMLElement>("input[name='act']:checked")?.focus();
					break;
				case "F4":
					next();
					break;
				case "F9":
					issueOrPrint();
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
