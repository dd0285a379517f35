"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { useTraining } from "../training/training";

/** [SH-19] Asks for the address; says why it is not there while the portal is away. */
export function MailButton(props: { sheet: AttestationSheet; there: boolean; onAsk: () => void }) {
	const { sheet, there, onAsk } = props;
	const t = useTranslations("day.mail");
	const isReal = useTraining() === undefined;
	// From an exercise nothing goes to anybody.
	if (sheet.checkCode.code === "" || !isReal) return null;
	if (there) return <Button onClick={onAsk}>{t("open")}</Button>;
	return (
		<p data-mail-away className="order-last basis-full text-sm text-ink-2">
			{t("away")}
		</p>
	);
}
