"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/app/_device/use-live";
import { countPositives } from "@/lib/device/counter/positive-store";

const query = () => countPositives();

/** How many positive results this counter has, and how far they are. Nothing where there are none. */
export function PositiveLine() {
	const t = useTranslations("entry.positive");
	const live = useLive(query);
	if (live.state !== "ready" || live.value.all === 0) return null;
	const { all, waiting, refused } = live.value;
	return (
		<p data-positives={all} data-positives-waiting={waiting} className="mt-4 text-sm text-ink-2">
			{t("count", { count: all })} · {t("waiting", { count: waiting })}
			{refused === 0 ? null : <b className="block text-no">{t("refused", { count: refused })}</b>}
		</p>
	);
}
