"use client";

import { useTranslations } from "next-intl";
import { saveFile } from "@/app/_device/save-file";
import { useBrowserFacts } from "@/app/_device/use-browser-facts";
import { useLive } from "@/app/_device/use-live";
import { useOfflineCopy } from "@/app/_device/use-offline-copy";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { ScrollArea } from "@/app/_ui/scroll-area";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { type SupportFacts, supportFacts } from "@/lib/device/counter/support-facts";

const query = () => supportFacts();

/** [SU-1] What is written is shown first: whoever sends it sees that nobody stands in it. */
export function SupportDialog({ outlook, onClose }: { outlook: CounterOutlook; onClose: () => void }) {
	const t = useTranslations("support");
	const common = useTranslations("common");
	const facts = useLive(query);
	const browser = useBrowserFacts();
	const offline = useOfflineCopy();
	const content =
		facts.state !== "ready" || browser === undefined
			? undefined
			: supportFile(facts.value, { outlook, browser, offline });
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid justify-items-start gap-4">
				<p>{t("body")}</p>
				{facts.state === "failed" ? <Notice tone="no">{t("failed")}</Notice> : null}
				{facts.state !== "failed" && content === undefined ? <Progress label={common("loading")} /> : null}
				{content === undefined ? null : (
					<>
						<Button
							tone="primary"
							onClick={() => saveFile(t("fileName"), new Blob([content], { type: "application/json" }))}
						>
							{t("save")}
						</Button>
						<details className="w-full">
							<summary className="min-h-11 cursor-pointer py-2.5">{t("show")}</summary>
							<ScrollArea className="max-h-80 bg-quiet p-3 text-sm">
								<pre className="whitespace-pre-wrap break-all">{content}</pre>
							</ScrollArea>
						</details>
					</>
				)}
			</div>
		</Dialog>
	);
}

type Around = {
	readonly outlook: CounterOutlook;
	readonly browser: NonNullable<ReturnType<typeof useBrowserFacts>>;
	readonly offline: ReturnType<typeof useOfflineCopy>;
};

function supportFile(facts: SupportFacts, { outlook, browser, offline }: Around): string {
	const { left, until, codes, kinds, portal, clock, life, gaps } = outlook;
	const file = {
		relais: "support",
		version: 1,
		build: process.env["NEXT_PUBLIC_RELAIS_BUILD_ID"] ?? "",
		...facts,
		...{ portal, clock, allowance: { left, until, codes, kinds }, life, gaps },
		browser: { ...browser, userAgent: navigator.userAgent },
		offline,
	};
	return JSON.stringify(file, null, "\t");
}
