"use client";

import { useSyncExternalStore } from "react";

export const SECTIONS = ["overview", "pharmacies", "venues", "devices"] as const;
export type Section = (typeof SECTIONS)[number];

function subscribe(listener: () => void): () => void {
	window.addEventListener("hashchange", listener);
	return () => window.removeEventListener("hashchange", listener);
}

function currentSection(): Section {
	const named = window.location.hash.slice(1);
	return SECTIONS.find((section) => section === named) ?? "overview";
}

/** The section that the address names, so that Back and a bookmark work. */
export function useHashSection(): Section {
	return useSyncExternalStore(subscribe, currentSection, () => "overview");
}
