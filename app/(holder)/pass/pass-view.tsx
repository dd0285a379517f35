"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import { QrCode } from "@/app/_ui/qr-code";
import { PassActions } from "./pass-actions";
import { type PassContent, readPassContent } from "./pass-content";

/**
 * The durable pass: a code to be scanned, and whose it is. No tick, no colour, no "valid": this page judges nothing and
 * must not be taken for a scanner's answer (design rule 6).
 */
export function PassView({ hc1, id, kept }: { hc1: string; id: string; kept: boolean }) {
	const t = useTranslations("holder");
	const day = useDay();
	const content = readPassContent(hc1);
	const caption = {
		name: content === undefined ? "" : `${content.family} ${content.given}`,
		birth: content === undefined ? "" : t("pass.born", { birth: day(content.birth) }),
		advice: t("pass.checkedElsewhere"),
	};
	return (
		<article className="grid gap-5">
			<div className="mx-auto w-full max-w-80 rounded-card border border-line bg-white p-1 print:max-w-[9cm] print:border-0">
				<QrCode text={hc1} label={t("pass.qr")} className="block size-full" />
			</div>
			{content === undefined ? <Notice tone="plain">{t("pass.unreadable")}</Notice> : <Whose content={content} />}
			{content === undefined ? null : <Details content={content} />}
			<p className="text-sm text-ink-2">{t("pass.checkedElsewhere")}</p>
			<PassActions {...{ hc1, id, kept, caption }} />
		</article>
	);
}

function Whose({ content }: { content: PassContent }) {
	const t = useTranslations("holder.pass");
	const day = useDay();
	return (
		<div>
			<h1 className="text-[1.625rem] leading-tight font-bold break-words">
				{content.family} {content.given}
			</h1>
			<p className="tabular mt-0.5 text-xl">{t("born", { birth: day(content.birth) })}</p>
		</div>
	);
}

/** What the code says in words: the holder's own document is where a refusal can be understood. */
function Details({ content }: { content: PassContent }) {
	const t = useTranslations("holder.details");
	const format = useFormatter();
	const day = useDay();
	const { proof } = content;
	const rows: (readonly [string, string])[] = [];
	if (proof?.kind === "test") {
		const time = { dateStyle: "long", timeStyle: "short" } as const;
		rows.push([t("kind"), proof.naat ? t("naat") : t("antigen")]);
		rows.push([t("sampled"), format.dateTime(proof.performedAt * 1000, time)]);
		rows.push([t("result"), proof.positive ? t("positive") : t("negative")]);
	}
	if (proof?.kind === "vaccination") {
		rows.push([t("kind"), t("vaccination")]);
		rows.push([t("injected"), day(proof.day)]);
		rows.push([t("dose"), t("doseOf", { dose: proof.dose, doses: proof.doses })]);
	}
	if (proof?.kind === "recovery") {
		rows.push([t("kind"), t("recovery")]);
		rows.push([t("valid"), t("fromTo", { from: day(proof.from), until: day(proof.until) })]);
	}
	if (content.certificate !== undefined) rows.push([t("certificate"), content.certificate]);
	if (content.expires !== undefined) {
		rows.push([t("signature"), t("until", { date: format.dateTime(content.expires * 1000, { dateStyle: "long" }) })]);
	}
	return (
		<details className="rounded-card border border-line bg-card px-4 py-3 print:border-0 print:p-0">
			<summary className="cursor-pointer py-1 font-semibold">{t("title")}</summary>
			<dl className="mt-2 grid gap-2">
				{rows.map(([term, text]) => (
					<div key={term}>
						<dt className="text-sm text-ink-2">{term}</dt>
						<dd className="break-words">{text}</dd>
					</div>
				))}
			</dl>
		</details>
	);
}

/** A calendar day in words of the locale, unknown parts left out; never shifted by a zone. */
function useDay(): (day: string) => string {
	const locale = useLocale();
	return (day) => {
		const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(day);
		if (match === null) return day;
		const [, year, month, date] = match;
		if (month === undefined || date === undefined || locale.startsWith("fr")) {
			return [date, month, year].filter((part) => part !== undefined).join("/");
		}
		const noon = new Date(`${year}-${month}-${date}T12:00:00Z`);
		return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
			noon,
		);
	};
}
