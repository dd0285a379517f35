"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/app/_device/use-live";
import { ButtonLink } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { hasBareKey } from "@/lib/device/counter/vault/counter-vault";

const query = () => hasBareKey();

/** Of a counter that an earlier version enrolled: what its passphrase does not protect, and what ends that (VA-14). */
export function BareKeyNotice() {
	const t = useTranslations("vault.bareKey");
	const bare = useLive(query);
	if (bare.state !== "ready" || !bare.value) return null;
	return (
		<div className="grid justify-items-start gap-4" data-bare-key="">
			<Notice tone="compare" title={t("title")}>
				<p>{t("why")}</p>
				<p>{t("do")}</p>
			</Notice>
			<ButtonLink href="/enrol">{t("enrol")}</ButtonLink>
		</div>
	);
}
