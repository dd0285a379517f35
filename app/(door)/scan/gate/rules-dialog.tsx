"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { type GateChoice, occasionOf } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { acceptedPaper } from "@/lib/policy/accepted-paper";
import type { Occasion } from "@/lib/policy/occasion";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { builtInPolicy, selectPolicy } from "@/lib/policy/select-policy";
import { isLocale } from "@/lib/shared/locale";
import type { Trust } from "@/lib/trust/trust";
import { countryName } from "./countries";

/** Rules in force, on request (spec P-7): who decided them, since when, and all of them: never which one refused. */
export function RulesDialog({ trust, gate, onClose }: { trust: Trust; gate: GateChoice; onClose: () => void }) {
	const t = useTranslations("door.rules");
	const locale = useLocale();
	const day = useDay();
	const [now] = useState(deviceNow);
	const occasion = occasionOf(gate, now);
	const selected = selectPolicy(trust.list?.policies ?? [], { now, occasion });
	const country = occasion.activity === "journey" ? countryName(occasion.destination, locale) : "";
	return (
		<Dialog title={t("title")} onClose={onClose}>
			{country === "" ? null : <p className="mb-2 font-semibold">{t("destination", { country })}</p>}
			{selected.outcome === "missing" ? <p>{t("missing", { country })}</p> : null}
			{selected.outcome === "unusable" ? <p>{t("unusable", { id: selected.id })}</p> : null}
			{selected.outcome === "found" ? <Rules policy={selected.policy} at={selected.at} occasion={occasion} /> : null}
			<p className="mt-4 text-sm text-ink-2">
				{selected.outcome === "found" && selected.policy === builtInPolicy() ? t("builtIn") : null}{" "}
				{trust.list === undefined ? null : t("list", { seq: trust.list.seq, date: day(trust.list.iat) })}
			</p>
		</Dialog>
	);
}

function Rules({ policy, at, occasion }: { policy: PolicyDocument; at: number; occasion: Occasion }) {
	const t = useTranslations("door.rules");
	const locale = useLocale();
	const day = useDay();
	const { from, to } = policy.dates;
	const language = isLocale(locale) ? locale : "fr";
	return (
		<>
			<p className="font-mono text-sm font-semibold">{policy.id}</p>
			<p className="mt-1">{t("authority", { authority: policy.authority })}</p>
			<p className="text-ink-2">
				{to === undefined ? t("from", { date: day(from) }) : t("fromTo", { date: day(from), end: day(to) })}
			</p>
			<ul className="mt-4 grid gap-2.5 border-t border-line pt-4">
				{policy.rules.map((rule) => (
					<li key={rule.id} className="grid grid-cols-[minmax(3rem,auto)_1fr] gap-2">
						<span className="font-mono text-sm text-ink-2">{rule.id}</span>
						<span>{rule.sentence[language]}</span>
					</li>
				))}
			</ul>
			<h3 className="mt-4 font-semibold">{t("paper")}</h3>
			<Paper policy={policy} at={at} activity={occasion.activity} />
		</>
	);
}

/** [P-6] Whether the papers of pharmacies are accepted here, which, and until when. */
function Paper({ policy, at, activity }: { policy: PolicyDocument; at: number; activity: Occasion["activity"] }) {
	const t = useTranslations("door.rules");
	const format = useFormatter();
	const date = useDay();
	const groups = acceptedPaper(policy, { now: at, activity });
	const [only] = groups;
	if (only === undefined) return <p>{t("paperNone")}</p>;
	if (groups.length === 1 && only.kinds.length === 4) {
		return <p>{only.until === undefined ? t("paperAll") : t("paperUntil", { date: date(only.until) })}</p>;
	}
	const texts = groups.map(({ kinds, until }) => {
		const named = format.list(kinds.map((kind) => t(`kinds.${kind}`)));
		return until === undefined ? named : t("paperSomeUntil", { kinds: named, date: date(until) });
	});
	return <p>{t("paperSome", { kinds: texts.join(" ; ") })}</p>;
}

function useDay(): (time: number) => string {
	const format = useFormatter();
	return (time) => format.dateTime(time * 1000, { dateStyle: "long" });
}
