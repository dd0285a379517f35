"use client";

import { useTranslations } from "next-intl";
import { messages } from "@/lib/i18n/messages";
import { LOCALES, type Locale } from "@/lib/shared/locale";
import { chooseLocale, useChosenLocale } from "./locale";

/**
 * Two words, always visible: the language of the other one is written in that language. `allow`: asked before another
 * one is taken.
 */
export function LocaleSwitch({ allow = always }: { allow?: () => Promise<boolean> }) {
	const t = useTranslations("common");
	const current = useChosenLocale();
	const choose = async (locale: Locale) => {
		if (locale !== current && (await allow())) chooseLocale(locale);
	};
	return (
		<fieldset className="flex items-center gap-1 text-sm">
			<legend className="sr-only">{t("language")}</legend>
			{LOCALES.map((locale) => (
				<button
					key={locale}
					type="button"
					lang={locale}
					aria-pressed={locale === current}
					onClick={() => void choose(locale)}
					className="min-h-11 min-w-11 rounded-full px-2.5 text-ink-2 aria-pressed:bg-line/60 aria-pressed:font-semibold aria-pressed:text-ink"
				>
					{messages[locale].common.languageName}
				</button>
			))}
		</fieldset>
	);
}

const always = () => Promise.resolve(true);
