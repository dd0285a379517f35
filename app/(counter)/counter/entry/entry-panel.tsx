"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { isOwnZone } from "@/lib/entry/own-zones";
import { AttestationForm } from "./attestation-form";
import { IssueBar } from "./issue-bar";
import type { Counter } from "./use-counter";

const NOTHING = {};

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
			<AttestationForm
				form={form}
				problems={counter.problems}
				found={phase.state === "filling" ? phase.problems : NOTHING}
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
