"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";

/** [OL-6] Numbers that the portal lacks, by what became of them here: it may ask the pharmacy for them. */
function GapsLine({ gaps }: { gaps: NonNullable<CounterOutlook["gaps"]> }) {
	const t = useTranslations("life.gaps");
	if (gaps.void === 0 && gaps.refused === 0) return null;
	return (
		<p className="mt-2 text-sm text-ink-2" data-gaps={gaps.void + gaps.refused}>
			{[
				...(gaps.void > 0 ? [t("void", { count: gaps.void })] : []),
				...(gaps.refused > 0 ? [t("refused", { count: gaps.refused })] : []),
			].join(" ")}
		</p>
	);
}

/** How many more can be issued without the portal, and until when. */
export function OutlookLine({ outlook: { left, until, gaps } }: { outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const format = useFormatter();
	if (until === undefined) return null;
	const day = format.dateTime(new Date(until * 1000), { day: "numeric", month: "short" });
	return (
		<>
			<p className="mt-6 text-sm text-ink-2">{t("outlook", { left, until: day })}</p>
			{gaps === undefined ? null : <GapsLine gaps={gaps} />}
		</>
	);
}
