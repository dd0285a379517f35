"use client";

import { useTranslations } from "next-intl";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";

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

/** How far and how long this device goes on by itself: numbers, and days of its delegation and of its check codes. */
export function OutlookLine({ outlook: { left, until, codes, clock, gaps } }: { outlook: CounterOutlook }) {
	const t = useTranslations("day.allowance");
	const days = (end: NumericDate | undefined) => Math.max(0, Math.floor(((end ?? clock.now) - clock.now) / DAY));
	return (
		<>
			<p data-allowance className="mt-6 text-sm text-ink-2">
				{t("line", { left, days: days(until), codeDays: days(codes) })}
			</p>
			{gaps === undefined ? null : <GapsLine gaps={gaps} />}
		</>
	);
}
