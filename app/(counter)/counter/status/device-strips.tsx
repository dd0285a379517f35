"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Strip } from "@/app/_ui/notice";
import { useFocusBack } from "@/app/_ui/use-focus-back";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { CLOCK_WARNING } from "@/lib/shared/clock-tolerance";
import { AllowanceStrips } from "./allowance-strips";
import { LifeStrips } from "./life-strips";

const bold = { b: (chunks: React.ReactNode) => <b>{chunks}</b> };

/** Everything about the device that the person at the counter should know now, one line each. */
type DeviceStripsProps = { outlook: CounterOutlook; now: Date; onTryNow: () => Promise<void> };

export function DeviceStrips({ outlook, now, onTryNow }: DeviceStripsProps) {
	const t = useTranslations("counter.strip");
	const format = useFormatter();
	const { portal, clock, life } = outlook;
	const time = (at: number) => {
		const date = new Date(at * 1000);
		const sameDay = date.toDateString() === now.toDateString();
		return format.dateTime(date, {
			...(sameDay ? {} : { weekday: "long", day: "numeric", month: "long" }),
			...{ hour: "2-digit", minute: "2-digit" },
		});
	};
	return (
		<div className="screen-only">
			{portal.state === "away" || portal.state === "busy" ? (
				<Strip tone="compare">
					<span className="mr-3">{t.rich(portal.state, { ...bold, since: time(portal.since) })}</span>
					{/* A busy portal says itself when to ask again. */}
					{portal.state === "away" ? <TryNow onTryNow={onTryNow} /> : null}
				</Strip>
			) : null}
			{portal.state === "refuses" ? (
				<Strip tone="no">{t.rich("refuses", { ...bold, since: time(portal.since) })}</Strip>
			) : null}
			{clock.behind > CLOCK_WARNING ? (
				<Strip tone="no">{t.rich("clockBehind", bold)}</Strip>
			) : Math.abs(clock.offset ?? 0) > CLOCK_WARNING ? (
				<Strip tone="no">
					{t.rich("clockWrong", { ...bold, minutes: Math.round(Math.abs(clock.offset ?? 0) / 60) })}
				</Strip>
			) : null}
			<LifeStrips life={life} />
			<AllowanceStrips outlook={outlook} time={time} />
		</div>
	);
}

/** Seconds in which a try that was asked for has an answer or has run out of time. */
const TRY_SECONDS = 8;

/** While the try is under way the button says so; when the portal answers, the whole strip goes. */
function TryNow({ onTryNow }: { onTryNow: () => Promise<void> }) {
	const t = useTranslations("counter.strip");
	const [trying, setTrying] = useState(false);
	const focus = useFocusBack<HTMLButtonElement>();
	useEffect(() => {
		if (!trying) return;
		const timer = setTimeout(() => setTrying(false), TRY_SECONDS * 1000);
		return () => clearTimeout(timer);
	}, [trying]);
	const tryNow = () => {
		setTrying(true);
		onTryNow().catch((error: unknown) => reportError(error));
	};
	return (
		<Button {...focus} compact busy={trying} onClick={tryNow}>
			{trying ? t("trying") : t("tryNow")}
		</Button>
	);
}
