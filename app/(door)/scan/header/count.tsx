"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import type { PostState } from "../gate/use-post";

/** How many are inside, as far as this gate knows, or how many were checked on board; and as of when. */
export function Count({ gate, post }: { gate: GateChoice; post: PostState }) {
	const t = useTranslations("door.header");
	const format = useFormatter();
	const { tally } = post;
	if (tally === undefined) return <span>…</span>;
	const at =
		tally.newest === undefined ? null : (
			<span className="font-normal text-ink-2 max-[26rem]:sr-only">
				{t("at", { time: format.dateTime(tally.newest * 1000, { hour: "2-digit", minute: "2-digit" }) })}
			</span>
		);
	if (gate.mode === "train") {
		return (
			<span className="tabular font-semibold" data-count={tally.entries}>
				{t("controls", { count: tally.entries })} {at}
			</span>
		);
	}
	const { inside } = tally;
	return (
		<span className="tabular font-semibold" data-count={inside}>
			<span aria-hidden="true">
				{gate.capacity === null
					? t("inside", { count: inside })
					: t("insideOf", { count: inside, capacity: gate.capacity })}
			</span>
			<span className="sr-only">{t("insideLabel", { count: inside })}</span> {at}
		</span>
	);
}
