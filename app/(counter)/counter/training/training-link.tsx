"use client";

import { useTranslations } from "next-intl";

/** The way to the exercise (DM-2): a page of its own, so that nothing of the counter is open in it. The same one each time. */
export function TrainingLink() {
	const t = useTranslations("training");
	return (
		<a
			href="/counter/training"
			target="relais-training"
			className="inline-flex min-h-11 items-center justify-center rounded-card border border-line bg-card px-4 py-1.5 text-center text-ink no-underline hover:border-edge"
		>
			{t("open")}
		</a>
	);
}
