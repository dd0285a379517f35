"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import { useGateLinks } from "./use-gate-links";

/** Over the camera while a link is lost: from then on this gate does not hear of the other one's visitors. */
export function GateLinkNotice() {
	const t = useTranslations("gates");
	const { links } = useGateLinks();
	const lost = links.filter(({ state }) => state === "lost" || state === "ended");
	return lost.map(({ id, gate }) => (
		<div key={id} role="status">
			<Notice tone="compare">{t("lostNotice", { gate: gate || t("list.unnamed") })}</Notice>
		</div>
	));
}
