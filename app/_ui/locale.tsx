"use client";

import "@/lib/shared/zod-without-eval";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE, isLocale, type Locale } from "@/lib/shared/locale";

const STORAGE_KEY = "relais.locale";
const CHANGED = "relais:locale";

/** Where storage is refused (private modes) the switch still works until the page is left. */
let chosen: Locale | undefined;

function subscribe(listener: () => void): () => void {
	window.addEventListener("storage", listener);
	window.addEventListener(CHANGED, listener);
	return () => {
		window.removeEventListener("storage", listener);
		window.removeEventListener(CHANGED, listener);
	};
}

function storedLocale(): Locale {
	try {
		const stored = window.localStorage.getItem(STORAGE_KEY);
		if (isLocale(stored)) return stored;
	} catch {
		// Storage refused: fall through to the choice of this page.
	}
	return chosen ?? DEFAULT_LOCALE;
}

export function chooseLocale(locale: Locale): void {
	chosen = locale;
	try {
		window.localStorage.setItem(STORAGE_KEY, locale);
	} catch {
		// As above.
	}
	window.dispatchEvent(new Event(CHANGED));
}

export function useChosenLocale(): Locale {
	return useSyncExternalStore(subscribe, storedLocale, () => DEFAULT_LOCALE);
}

const noChange = () => () => undefined;
/** The time zone of the device; pages are rendered in Paris time until they run. */
const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const renderedZone = () => "Europe/Paris";

/** Both catalogues are in the bundle: switching the language needs no network and loses nothing typed. */
export function LocaleProvider({ children }: { children: ReactNode }) {
	const locale = useChosenLocale();
	const timeZone = useSyncExternalStore(noChange, deviceZone, renderedZone);
	useEffect(() => {
		document.documentElement.lang = locale;
	}, [locale]);
	return (
		<NextIntlClientProvider locale={locale} messages={messages[locale]} timeZone={timeZone}>
			{children}
		</NextIntlClientProvider>
	);
}
