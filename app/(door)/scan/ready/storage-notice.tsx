"use client";

import { useFormatter, useTranslations } from "next-intl";
import { StorageNotKept } from "@/app/_device/storage-notices";
import { useStorage } from "@/app/_device/use-storage";
import { useStoragePromise } from "@/app/_device/use-storage-promise";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { useOpenPairing } from "../gatelink/use-open-pairing";

/** In the header: what is counted lives in this page only. */
export function StorageMark() {
	const t = useTranslations("offline.memory");
	const storage = useStorage();
	if (storage.state === "disk") return null;
	return (
		<p data-storage={storage.why} className="px-4 pb-2 text-sm font-semibold text-compare">
			{t("mark")}
		</p>
	);
}

/**
 * Lasting: what happened to the storage of this device, what goes on, what must not be done now, and another gate that
 * can hold it all.
 */
export function StorageNotice({ onHandOver }: { onHandOver: () => void }) {
	const gates = useTranslations("gates");
	const openPairing = useOpenPairing(onHandOver);
	const t = useTranslations("offline.memory");
	const format = useFormatter();
	const storage = useStorage();
	const promise = useStoragePromise({ quietly: true });
	if (storage.state === "disk") {
		return (
			<StorageNotKept promise={promise} title={t("fleeting.title")}>
				<p>{t("fleeting.body")}</p>
			</StorageNotKept>
		);
	}
	const { why, since } = storage;
	const time = format.dateTime(since * 1000, { hour: "2-digit", minute: "2-digit" });
	return (
		<Notice tone="compare" alert title={t(`${why}.title`)}>
			<p>{t(`${why}.body`, { time })}</p>
			<p className="font-semibold">{t("stay")}</p>
			<p>{t("handOver")}</p>
			<Button compact className="mt-3" onClick={openPairing}>
				{gates("settings")}
			</Button>
		</Notice>
	);
}
