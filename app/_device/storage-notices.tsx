"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { canAskAgain, whereToPress } from "@/lib/device/identity/storage-guidance";
import { useBrowserFacts } from "./use-browser-facts";
import type { StoragePromise } from "./use-storage-promise";

/** The browser has not answered for two seconds: where its question stands, and a way on without it. */
export function StorageWaiting({ promise }: { promise: StoragePromise }) {
	const t = useTranslations("storage");
	const facts = useBrowserFacts();
	const box = useRef<HTMLDivElement>(null);
	const key = whereToPress(facts?.kind ?? "other");
	const goOn = () => {
		// The button goes away with the waiting, and the focus must not.
		box.current?.focus();
		promise.giveUp();
	};
	return (
		<div ref={box} role="alert" tabIndex={-1} className="outline-none">
			{promise.asking === "waiting" && facts !== undefined ? (
				<Notice tone="compare" title={t(`waiting.${key}.title`)}>
					<p>{t(`waiting.${key}.body`)}</p>
					<Button compact className="mt-3" onClick={goOn}>
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
	const [asked, setAsked] = useState(false);
	const box = useRef<HTMLDivElement>(null);
	const { remedy, asking } = promise;
	if (remedy === undefined && asking === "no" && !asked) return null;
	const ask = async () => {
		setAsked(true);
		// With the warning goes the button that was pressed: the answer has the focus then.
		if (await promise.ask()) box.current?.focus();
	};
	return (
		<div ref={box} tabIndex={-1} className="grid gap-3 outline-none">
			{remedy === undefined && asked && asking === "no" ? <p role="status">{t("promised")}</p> : null}
			{remedy === undefined ? null : (
				<Notice tone="compare" title={title}>
					{children}
					<p data-remedy={remedy}>{t(`lasting.${remedy}`)}</p>
					{canAskAgain(remedy) ? (
						<Button compact className="mt-3" busy={asking !== "no"} onClick={() => void ask()}>
							{t("askAgain")}
						</Button>
					) : null}
				</Notice>
			)}
			<StorageWaiting promise={promise} />
		</div>
	);
}
