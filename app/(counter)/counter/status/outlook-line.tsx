"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";

/** How many more can be issued without the portal, and until when. */
export function OutlookLine({ outlook: { left, until } }: { outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const format = useFormatter();
	if (until === undefined) return null;
	const day = format.dateTime(new Date(until * 1000), { day: "numeric", month: "short" });
	return <p className="mt-6 text-sm text-ink-2">{t("outlook", { left, until: day })}</p>;
}
