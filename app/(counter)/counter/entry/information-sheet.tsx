"use client";

import { createTranslator } from "next-intl";
import type { PositiveDraft } from "@/lib/device/counter/attestation-draft";
import { printDay } from "@/lib/entry/typed-day";
import { messages } from "@/lib/i18n/messages";
import type { Locale } from "@/lib/shared/locale";
import { TrainingMark } from "../training/training-mark";

const WHAT_TO_DO = ["now", "pcr", "doctor", "contacts"] as const;

type InformationSheetProps = {
	readonly draft: PositiveDraft;
	readonly pharmacy: string;
	/** IANA name of the zone that the times are written in. */
	readonly zone: string;
};

/**
 * What somebody with a positive antigen test takes home: what it says and what to do, in both languages. No QR code, no
 * check code, no link: nothing on it can be taken for a pass (spec EN-15).
 */
export function InformationSheet({ draft, pharmacy, zone }: InformationSheetProps) {
	const [fr, en] = [textsIn("fr"), textsIn("en")];
	const { identity, performedAt, product } = draft;
	const { family, given } = identity.latin ?? identity;
	const sampled = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "short", timeZone: zone });
	const facts = [
		{ name: "name", value: `${family} ${given}`.trim() },
		{ name: "born", value: printDay(identity.birth) },
		{ name: "sampled", value: sampled.format(performedAt * 1000) },
		{ name: "result", value: `${fr("positive")} / ${en("positive")}` },
		...(product === undefined ? [] : [{ name: "device" as const, value: product.name }]),
		{ name: "by", value: pharmacy },
	] as const;
	return (
		<article lang="fr" data-information className="sheet bg-white text-black">
			<TrainingMark />
			<h1>{fr("title")}</h1>
			<p className="sheet-en" lang="en">
				{en("title")}
			</p>
			<p className="mt-3 font-semibold">
				{fr("notPass")} <i lang="en">{en("notPass")}</i>
			</p>
			<dl className="mt-3">
				{facts.map(({ name, value }) => (
					<div key={name}>
						<dt>
							{fr(name)} <i lang="en">/ {en(name)}</i>
						</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			<ul className="mt-4 grid list-disc gap-2 pl-5">
				{WHAT_TO_DO.map((name) => (
					<li key={name}>
						{fr(name)} <i lang="en">{en(name)}</i>
					</li>
				))}
			</ul>
		</article>
	);
}

function textsIn(locale: Locale) {
	return createTranslator({ locale, messages: messages[locale], namespace: "entry.info" });
}
