"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Strip } from "@/app/_ui/notice";
import { isSettled, markShown, numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import type { DayEntry } from "../queue/use-day-list";

/**
 * Offers the sheet of an attestation that was stored by a page that ended before it could show it. It is there when the
 * list is first read; what joins the list later is issued by this page and shown by it in the same moment.
 */
export function UnshownStrip(props: { entries: readonly DayEntry[]; onShow: (sheet: AttestationSheet) => void }) {
	const { entries, onShow } = props;
	const t = useTranslations("counter.strip");
	const [atOpening] = useState(() => new Set(entries.map(({ row }) => row.key)));
	const missed = entries.find(({ row, sheet }) => !row.shown && atOpening.has(row.key) && sheet && !isSettled(row));
	if (missed?.sheet == null) return null;
	const { row, sheet } = missed;
	const show = () => {
		onShow(sheet);
		void markShown(row.key);
	};
	const b = (chunks: ReactNode) => <b>{chunks}</b>;
	return (
		<Strip tone="compare">
			<span className="mr-3">{t.rich("unshown", { b, number: String(numberOf(row)) })}</span>
			<Button compact onClick={show}>
				{t("showSheet")}
			</Button>
		</Strip>
	);
}
