"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import type { EnrolmentDraft } from "@/lib/device/identity/enrolment-draft";
import { type EnrolmentLink, readEnrolmentCode } from "@/lib/device/identity/enrolment-link";
import type { QuestionNotice } from "@/lib/device/identity/storage-guidance";
import { LABEL_LIMIT } from "@/lib/protocol/fields";
import { CodeField } from "./code-field";

export type EnrolFormProps = {
	draft: EnrolmentDraft;
	change: (draft: EnrolmentDraft) => void;
	/** What the browser is going to ask. */
	question: QuestionNotice | undefined;
	again: boolean;
	onSubmit: (link: EnrolmentLink, label: string) => void;
};

export function EnrolForm({ draft, change, question, again, onSubmit }: EnrolFormProps) {
	const t = useTranslations("enrol");
	const [checked, setChecked] = useState(false);
	const label = draft.label.trim();

	const submit = (event: FormEvent) => {
		event.preventDefault();
		setChecked(true);
		const link = linkOf(draft);
		if (link !== undefined && label !== "") onSubmit(link, label);
	};
	return (
		<form onSubmit={submit} noValidate className="grid gap-5">
			<CodeField {...{ draft, change, checked }} />
			<TextField
				label={t("label.label")}
				hint={t("label.hint")}
				error={checked && label === "" ? t("label.error") : undefined}
				value={draft.label}
				maxLength={LABEL_LIMIT}
				onChange={(event) => change({ ...draft, label: event.target.value })}
				name="label"
			/>
			{question === undefined ? null : <Question question={question} />}
			<Button type="submit" tone="primary" className="justify-self-start">
				{again ? t("again") : t("submit")}
			</Button>
		</form>
	);
}

/** The root belongs to the code that it came with: another code is a typed one. */
export function linkOf({ typed, link }: EnrolmentDraft): EnrolmentLink | undefined {
	const code = readEnrolmentCode(typed);
	if (code === undefined) return undefined;
	return { code, root: link?.code === code ? link.root : undefined };
}

/** Announced before it comes: who was told what to answer does not press "Block". */
function Question({ question }: { question: QuestionNotice }) {
	const t = useTranslations("storage");
	const here = useTranslations("enrol.here");
	const denied = question === "blocked" || question === "blocked_android";
	return (
		<div data-question={question}>
			<Notice tone={denied ? "compare" : "plain"} title={t(`question.${question}.title`)}>
				<p>{denied ? t(`remedy.${question}`) : t(`question.${question}.body`, { host: window.location.host })}</p>
				<p>{here("counterNeedsYes")}</p>
			</Notice>
		</div>
	);
}
