"use client";

import { useTranslations } from "next-intl";
import { useOfflineCopy } from "@/app/_device/use-offline-copy";
import { Notice } from "@/app/_ui/notice";
import type { OfflineCopy } from "@/lib/device/offline-copy/offline-copy";

type Lacking = "filling" | "incomplete" | "absent";

/** Undefined while the app is all there, or nobody knows. */
function lackingOf(copy: OfflineCopy): Lacking | undefined {
	switch (copy.state) {
		case "unknown":
		case "ready":
			return undefined;
		case "incomplete":
			return copy.filling ? "filling" : "incomplete";
		case "absent":
			return "absent";
	}
}

/** In the header: this device would not open the app without a network. Nothing while it would. */
export function OfflineMark() {
	const t = useTranslations("offline.mark");
	const lacking = lackingOf(useOfflineCopy());
	if (lacking === undefined) return null;
	return (
		<p data-offline={lacking} className="px-4 pb-2 text-sm font-semibold text-compare">
			{t(lacking)}
		</p>
	);
}

/** The same with what it means and what to do. */
export function OfflineNotice() {
	const t = useTranslations("offline.mark");
	const copy = useOfflineCopy();
	const lacking = lackingOf(copy);
	if (lacking === undefined) return null;
	const { missing, of } = copy.state === "incomplete" ? copy : { missing: 0, of: 0 };
	return (
		<Notice tone="compare" title={t(lacking)}>
			{t(`why.${lacking}`, { missing, of })}
		</Notice>
	);
}
