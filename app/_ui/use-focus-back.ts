"use client";

import { type FocusEvent, useLayoutEffect, useRef } from "react";

/**
 * [VS-2] For what goes by itself, a strip or a button in it: when it goes while it has the focus, the focus goes back to
 * where it came from, or to the content of the page, and never falls to the page.
 */
export function useFocusBack<Place extends HTMLElement>() {
	const ref = useRef<Place>(null);
	const from = useRef<EventTarget | null>(null);
	useLayoutEffect(() => {
		const place = ref.current;
		return () => {
			if (!place?.contains(document.activeElement)) return;
			const back = from.current;
			if (back instanceof HTMLElement && back.isConnected) back.focus();
			else focusContent();
		};
	}, []);
	const onFocus = ({ relatedTarget, currentTarget }: FocusEvent<Place>) => {
		if (!currentTarget.contains(relatedTarget)) from.current = relatedTarget;
	};
	return { ref, onFocus };
}

function focusContent(): void {
	const content = document.getElementById("content");
	if (content === null) return;
	content.tabIndex = -1;
	content.focus({ preventScroll: true });
}
