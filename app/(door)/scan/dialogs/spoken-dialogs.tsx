"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/app/_ui/dialog";

export function SupervisorDialog({ spoken, onClose }: { spoken: string; onClose: () => void }) {
	const t = useTranslations("door.supervisor");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("body")}</p>
			<p className="my-5 text-center font-mono text-5xl font-bold tracking-wide">{spoken}</p>
			<p className="text-ink-2">{t("manners")}</p>
		</Dialog>
	);
}

export function HelpDialog({ spoken, onClose }: { spoken: string; onClose: () => void }) {
	const t = useTranslations("door.help");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("unverifiable")}</p>
			<p className="mt-2">{t("steps")}</p>
			<p className="mt-5 text-center font-mono text-4xl font-bold tracking-wide">{spoken}</p>
		</Dialog>
	);
}
