"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { isOwnZone } from "@/lib/entry/own-zones";
import type { Scanned } from "@/lib/entry/scanned";
import { AttestationForm } from "./attestation-form";
import { IssueBar } from "./issue-bar";
import type { Counter } from "./use-counter";

/** The form while it is filled in, with what it replaces above and the button below. */
export function EntryPanel({ counter, outlook }: { counter: Counter; outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const { form, phase, context } = counter;
	return (
		<>
			{form.corrects === undefined ? null : (
				<div className="mb-5">
					<Notice tone="compare">{t("correcting", { number: String(form.corrects.number) })}</Notice>
				</div>
			)}
			{isOwnZone(context.zone) ? null : (
				<div className="mb-5">
					<Notice tone="compare" title={entry("otherZone.title", { zone: context.zone })}>
						{entry("otherZone.body")}
					</Notice>
				</div>
			)}
			<Heard scanned={counter.heard} />
			<AttestationForm
				heard={counter.heard}
				form={form}
				problems={counter.problems}
				found={phase.state === "filling" ? phase.found : undefined}
				context={context}
				onChange={counter.change}
				onAct={counter.chooseAct}
				onProduct={counter.chooseProduct}
				onLeave={counter.leave}
			/>
			<IssueBar counter={counter} outlook={outlook} />
		</>
	);
}

/** What became of the last scan; always there, so that it is announced. */
function Heard({ scanned }: { scanned: Scanned | undefined }) {
	const t = useTranslations("entry.scanned");
	return (
		<div role="status" className="mb-4 empty:hidden">
			{scanned === undefined ? null : (
				<Notice tone={scanned.type === "misread" ? "compare" : "plain"}>{t(sentenceOf(scanned))}</Notice>
			)}
		</div>
	);
}

function sentenceOf(scanned: Scanned) {
	switch (scanned.type) {
		case "document":
			return scanned.read.shortened ? "documentShortened" : "document";
		case "box":
			return scanned.read.lot === undefined ? "boxWithoutLot" : "box";
		case "misread":
			return scanned.of === "box" ? "misreadBox" : "misreadDocument";
	}
}
