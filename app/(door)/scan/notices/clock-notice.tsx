"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { KeyState } from "../keys/use-key-state";

/** What staff have to know of the device's clock; one that was set back by more than a day is confirmed once (TL-4). */
export function ClockNotice({ keys }: { keys: KeyState }) {
	const t = useTranslations("door");
	const format = useFormatter();
	if (keys.unconfirmed !== undefined) {
		const now = format.dateTime(keys.unconfirmed * 1000, { dateStyle: "full", timeStyle: "short" });
		return (
			<Notice tone="unknown" alert title={t("clockUnconfirmed.title")}>
				<p>{t("clockUnconfirmed.body", { now })}</p>
				<Button compact className="mt-3" onClick={keys.confirm}>
					{t("clockUnconfirmed.right")}
				</Button>
			</Notice>
		);
	}
	return keys.behind > CLOCK_TOLERANCE ? <Notice tone="compare">{t("clockBehind")}</Notice> : null;
}
