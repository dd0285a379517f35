"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Strip } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { type Allowance, runningOut } from "@/lib/kit/allowance";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** [SH-12] What runs out, said the more urgently the nearer the end is. `time` words a moment. */
export function AllowanceStrips(props: { outlook: CounterOutlook; time: (at: NumericDate) => string }) {
	const { outlook, time } = props;
	const t = useTranslations("day.allowance");
	const { left, until, codes, kinds, clock } = outlook;
	const b = (chunks: ReactNode) => <b>{chunks}</b>;
	const ending = runningOut({ numbers: left, delegation: until, codes }, clock.now);
	if (kinds.length === 0 || ending.some(({ urgency }) => urgency === "over")) {
		return <Strip tone="no">{t.rich("over", { b })}</Strip>;
	}
	const ends: Record<Allowance, NumericDate | undefined> = { numbers: undefined, delegation: until, codes };
	return ending.map(({ what, urgency }) =>
		urgency === "over" ? null : (
			<Strip key={what} tone={urgency === "last" ? "no" : "compare"}>
				{what === "numbers"
					? t.rich(`numbers.${urgency}`, { b, left })
					: t.rich(`${what}.${urgency}`, { b, until: time(ends[what] ?? clock.now) })}
			</Strip>
		),
	);
}
