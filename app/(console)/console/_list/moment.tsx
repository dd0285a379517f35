"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { useNow } from "../use-now";

/** How long ago, with the exact time behind it; a word of its own for never. */
export function Ago({ at }: { at: NumericDate | null }) {
	const t = useTranslations("console");
	const format = useFormatter();
	const now = useNow();
	if (at === null) return <span className="text-ink-2">{t("never")}</span>;
	const date = new Date(at * 1000);
	return (
		<time dateTime={date.toISOString()} title={format.dateTime(date, { dateStyle: "full", timeStyle: "medium" })}>
			{format.relativeTime(date, new Date(Math.max(now, at) * 1000))}
		</time>
	);
}

/** A moment to come or gone by, in full; with its year when that is not this one. */
export function Moment({ at }: { at: NumericDate }) {
	const format = useFormatter();
	const now = useNow();
	const date = new Date(at * 1000);
	const year = date.getFullYear() === new Date(now * 1000).getFullYear() ? {} : ({ year: "numeric" } as const);
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
