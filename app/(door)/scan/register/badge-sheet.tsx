"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Paper } from "@/app/_ui/paper";
import { QrCode } from "@/app/_ui/qr-code";
import { type Badge, writeBadge } from "@/lib/device/door/badge";

/** A badge as it is printed and cut out. */
export function BadgeSheet({ badge }: { badge: Badge }) {
	const t = useTranslations("door.register");
	const card = (
		<div data-badge={writeBadge(badge)} className="w-64 border border-black bg-white p-4 text-center text-black">
			<QrCode text={writeBadge(badge)} label={t("badgeOf", { name: badge.name })} className="mx-auto w-48" />
			<p className="text-xl font-bold break-words">{badge.name}</p>
			<p className="text-sm">{t("badgeLine")}</p>
		</div>
	);
	return (
		<section aria-label={t("badgeOf", { name: badge.name })} className="grid justify-items-center gap-3">
			{card}
			<Button onClick={() => window.print()}>{t("printBadge")}</Button>
			<Paper>{card}</Paper>
		</section>
	);
}
