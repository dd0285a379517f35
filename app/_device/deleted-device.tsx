"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import { ROLE_PAGES } from "./role-page";

/** [ND-9] This browser was a device until its data were deleted: what that means, and every way on. */
export function DeletedDevice({ was }: { was: DeviceRole }) {
	const t = useTranslations("offline.deleted");
	return (
		<>
			<Notice tone="compare" title={t("title")}>
				{t(was)}
			</Notice>
			<ButtonLink tone="primary" href="/enrol">
				{t("enrol")}
			</ButtonLink>
			{was === "counter" ? null : <ButtonLink href={ROLE_PAGES[was]}>{t("waysOn")}</ButtonLink>}
		</>
	);
}
