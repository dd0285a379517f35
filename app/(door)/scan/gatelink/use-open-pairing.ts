"use client";

import { useTranslations } from "next-intl";
import { useSupervisor } from "../supervisor/supervisor-provider";

/** Opens the pairing of gates, behind the supervisor's PIN (GG-2). */
export function useOpenPairing(open: () => void): () => void {
	const t = useTranslations("gates");
	const supervisor = useSupervisor();
	const ask = async () => {
		if (await supervisor.ask(t("askPin"))) open();
	};
	return () => void ask();
}
