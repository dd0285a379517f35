"use client";

import { messages } from "@/lib/i18n/messages";
import { LOCALES } from "@/lib/shared/locale";
import { useTraining } from "./training";

/**
 * [DM-4] Across whatever an exercise puts on paper, in both languages; the codes under it stay readable. What is drawn is
 * no text: it is said once, and nobody has to read through it.
 */
export function TrainingMark() {
	if (useTraining() === undefined) return null;
	return (
		<p className="training-mark">
			{LOCALES.map((locale) => (
				<span key={locale} lang={locale}>
					<span className="sr-only">{messages[locale].training.mark}</span>
					<span aria-hidden="true" data-training-mark={messages[locale].training.mark} />
				</span>
			))}
		</p>
	);
}
