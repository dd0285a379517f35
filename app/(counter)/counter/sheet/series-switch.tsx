"use client";

import { useTranslations } from "next-intl";
import { LiveRegion } from "@/app/_ui/live-region";
import { numberOf } from "@/lib/device/counter/day-list";
import type { Series } from "./use-series";

/** Whether each sheet is printed at once, or all together at the end of a series. */
export function SeriesSwitch({ series: { on, last, toggle } }: { series: Series }) {
	const t = useTranslations("day.series");
	return (
		<div className="mb-5">
			<label className="flex min-h-11 items-center gap-3">
				<input type="checkbox" name="series" className="size-5 accent-accent" checked={on} onChange={toggle} />
				{t("label")}
			</label>
			{on ? <p className="text-sm text-ink-2">{t("hint")}</p> : null}
			<LiveRegion>{last === undefined ? "" : t("issued", { number: String(numberOf(last)) })}</LiveRegion>
		</div>
	);
}
