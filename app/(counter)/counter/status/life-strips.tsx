"use client";

import { useTranslations } from "next-intl";
import { Strip } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";

const bold = { b: (chunks: React.ReactNode) => <b>{chunks}</b> };

/** [OL-3] This device has a copy that works, or was one: what that means, and what to do. */
export function LifeStrips({ life }: Pick<CounterOutlook, "life">) {
	const t = useTranslations("life");
	if (life === undefined || life.state === "alone") return null;
	return (
		<div data-life={life.state}>
			<Strip tone={life.state === "twin" ? "no" : "compare"}>{t.rich(life.state, bold)}</Strip>
		</div>
	);
}
