"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useNow } from "@/app/_device/use-now";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** Often enough for "3 minutes ago". */
const REFRESH_SECONDS = 30;

/** How long ago, with the exact time behind it; a word of its own for never. */
export function Ago({ at }: { at: NumericDate | null }) {
	const t = useTranslations("console");
	const format = useFormatter();
	const now = useNow(REFRESH_SECONDS);
	if (at === null) return <span className="text-ink-2">{t("never")}</span>;
	const date = new Date(at * 1000);
	return (
		<time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: "full", timeStyle: "medium" })}>
			{format.relativeTime(date, now > date ? now : date)}
		</time>
	);
}

/** A moment to come or gone by, in full; with its year when that is not this one. */
export function Moment({ at }: { at: NumericDate }) {
	const format = useFormatter();
	const now = useNow(REFRESH_SECONDS);
	const date = new Date(at * 1000);
	const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
	const shown = {
		weekday: "short",
		day: "numeric",
		month: "short",
		...year,
		hour: "2-digit",
		minute: "2-digit",
	} as const;
	return (
		<time dateTime={date.toISOString()} className="whitespace-nowrap">
			{format.dateTime(date, shown)}
		</time>
	);
}
