"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { AttestationForm } from "./attestation-form";
import type { Product } from "./form-state";
import { IssueBar } from "./issue-bar";
import type { Counter } from "./use-counter";

/** The form while it is filled in, with what it replaces above and the button below. */
export function EntryPanel(props: { counter: Counter; products: readonly Product[]; outlook: CounterOutlook }) {
	const { counter, products, outlook } = props;
	const t = useTranslations("counter");
	const { form, phase } = counter;
	return (
		<>
			{form.corrects === undefined ? null : (
				<div className="mb-5">
					<Notice tone="compare">{t("correcting", { number: String(form.corrects.number) })}</Notice>
				</div>
			)}
			<AttestationForm
				form={form}
				problems={phase.state === "filling" ? phase.problems : {}}
				products={products}
				onChange={counter.change}
				onAct={counter.chooseAct}
			/>
			<IssueBar counter={counter} outlook={outlook} />
		</>
	);
}
