"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { whereToPress } from "@/lib/device/identity/storage-guidance";
import { useBrowserFacts } from "./use-browser-facts";
import type { StoragePromise } from "./use-storage-promise";

/** The browser has not answered for two seconds: where its question stands, and a way on without it. */
export function StorageWaiting({ promise }: { promise: StoragePromise }) {
	const t = useTranslations("storage");
	const facts = useBrowserFacts();
	const key = whereToPress(facts?.kind ?? "other");
	return (
		<div role="alert" className="empty:hidden">
			{promise.asking === "waiting" && facts !== undefined ? (
				<Notice tone="compare" title={t(`waiting.${key}.title`)}>
					<p>{t(`waiting.${key}.body`)}</p>
					<Button compact className="mt-3" onClick={promise.giveUp}>
						{t("goOn")}
					</Button>
				</Notice>
			) : null}
		</div>
	);
}

/**
 * Lasting: this browser may delete what is kept here, and what can be done about it in this very browser. `children` says
 * what would be lost.
 */
export function StorageNotKept(props: { promise: StoragePromise; title: string; children: ReactNode }) {
	const { promise, title, children } = props;
	const t = useTranslations("storage");
	const { remedy } = promise;
	if (remedy === undefined) return null;
	return (
		<div className="grid gap-3">
			<Notice tone="compare" title={title}>
				{children}
				<p data-remedy={remedy}>{t(`lasting.${remedy}`)}</p>
				{promise.canAskAgain ? (
					<Button compact className="mt-3" busy={promise.asking !== "no"} onClick={() => void promise.ask()}>
						{t("askAgain")}
					</Button>
				) : null}
			</Notice>
			<StorageWaiting promise={promise} />
		</div>
	);
}
