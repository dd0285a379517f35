"use client";

import { useFormatter, useTranslations } from "next-intl";
import { numberOf } from "@/lib/device/counter/day-list";
import { printDay } from "@/lib/entry/typed-day";
import type { ReturnedPaper } from "@/lib/kit/returned-paper";

/** What the sheet says, to be compared with the paper in hand: nothing of it is typed. */
export function PaperFacts({ paper: { claims } }: { paper: ReturnedPaper }) {
	const t = useTranslations("counter");
	const paper = useTranslations("paper");
	const format = useFormatter();
	const at = (time: number) => format.dateTime(time * 1000, { dateStyle: "full", timeStyle: "short" });
	const facts = [
		[t("entry.person"), `${claims.n[0]} ${claims.n[1]}`.trim()],
		[t("entry.born"), printDay(claims.b)],
		[paper("act"), t(`kind.${claims.k}`)],
		[claims.k === "V" ? t("entry.injectedAt") : t("entry.sampledAt"), at(claims.t)],
		[t("entry.issuedAt"), at(claims.iat)],
	] as const;
	return (
		<section aria-label={t("entry.title", { number: String(numberOf({ index: claims.s })) })} data-paper={claims.s}>
			<dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
				{facts.map(([label, value]) => (
					<div key={label} className="contents">
						<dt className="text-sm text-ink-2">{label}</dt>
						<dd className="tabular font-medium">{value}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
