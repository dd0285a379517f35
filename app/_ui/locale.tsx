"use client";

import "@/lib/shared/zod-without-eval";
import { NextIntlClientProvider } from "next-intl";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE, LOCALES, type Locale } from "@/lib/shared/locale";
import { storedChoice, useStoredChoice } from "./stored-choice";

const LOCALE = storedChoice<Locale>("relais.locale", { values: LOCALES, fallback: DEFAULT_LOCALE });

export const chooseLocale = (locale: Locale): void => LOCALE.choose(locale);

export function useChosenLocale(): Locale {
	return useStoredChoice(LOCALE);
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
