"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { chainCounts } from "@/lib/device/door/gatelink/chain-counts";
import { gateLinks, type LinkView } from "@/lib/device/door/gatelink/gate-links";
import { runClockHere } from "@/lib/device/trust/clock";

/** Seconds without a word after which staff are told; the other gate speaks every two. */
const SILENT = 7;

/** The gates that this one is or was linked to, live, and what others said by codes. */
export function LinkList({ links, assignment }: { links: readonly LinkView[]; assignment: string | undefined }) {
	const t = useTranslations("gates.list");
	return (
		<section className="mt-5 border-t border-line pt-4">
			<h3 className="font-semibold">{t("title")}</h3>
			{links.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
			<ul className="mt-2 grid gap-3">
				{links.map((link) => (
					<li key={link.id} data-gate-link={link.state} className="flex flex-wrap items-center justify-between gap-3">
						<div className="min-w-0 flex-1">
							<LinkLine link={link} />
						</div>
						<Button compact className="min-h-11" onClick={() => gateLinks().unpair(link.id)}>
							{link.state === "lost" || link.state === "ended" ? t("remove") : t("unpair")}
						</Button>
					</li>
				))}
			</ul>
			{assignment === undefined ? null : <ChainCounts assignment={assignment} />}
		</section>
	);
}

function LinkLine({ link }: { link: LinkView }) {
	const t = useTranslations("gates.list");
	useNow(1);
	// As the link was heard: by no clock that somebody sets meanwhile.
	const now = runClockHere().now();
	const gate = link.gate === undefined || link.gate === "" ? t("unnamed") : link.gate;
	const ago = now - (link.heardAt ?? now);
	switch (link.state) {
		case "greeting":
			return <p>{t("greeting")}</p>;
		case "ended":
			return <Notice tone="compare">{t(link.end ?? "left", { gate })}</Notice>;
		case "lost":
			return <Notice tone="compare">{t("lost", { gate })}</Notice>;
		case "linked":
			return (
				<>
					<p className="font-semibold">{t("linked", { gate })}</p>
					<p className="text-ink-2">
						{t("traffic", {
							count: link.sent + link.received,
							ago: ago < 1 ? t("now") : t("seconds", { count: ago }),
						})}
					</p>
					{ago > SILENT ? <Notice tone="compare">{t("silent", { gate })}</Notice> : null}
					{link.sharesSalt ? null : <Notice tone="compare">{t("stranger", { gate })}</Notice>}
				</>
			);
	}
}

function ChainCounts({ assignment }: { assignment: string }) {
	const t = useTranslations("gates.chain");
	const format = useFormatter();
	const counts = useLive(useCallback(() => chainCounts(assignment), [assignment]));
	if (counts.state !== "ready" || counts.value.length === 0) return null;
	return (
		<ul data-chain-counts className="mt-3 grid gap-1 text-ink-2">
			{counts.value.map(({ gate, entries, exits, at }) => {
				const time = format.dateTime(at * 1000, { hour: "2-digit", minute: "2-digit" });
				return <li key={gate}>{t("counts", { gate, time, entries, exits })}</li>;
			})}
		</ul>
	);
}
