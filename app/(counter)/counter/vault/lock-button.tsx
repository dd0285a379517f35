"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { lockCounter } from "@/lib/device/counter/vault/key-sharing";

/** Locks every page of this counter at once. */
export function LockButton() {
	const t = useTranslations("vault");
	return (
		<Button compact onClick={lockCounter} data-lock="">
			{t("lock")}
		</Button>
	);
}
