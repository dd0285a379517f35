"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import type { EnrolmentFailure } from "@/lib/device/identity/enrol-device";
import { type EnrolmentLink, printEnrolmentCode, readEnrolmentCode } from "@/lib/device/identity/enrolment-link";
import { LABEL_LIMIT } from "@/lib/protocol/fields";
import { failureKey } from "./failure-text";

export type EnrolFormProps = {
	offered: EnrolmentLink | "none" | "malformed";
	failure: EnrolmentFailure | undefined;
	onSubmit: (link: EnrolmentLink, label: string) => void;
};

export function EnrolForm({ offered, failure, onSubmit }: EnrolFormProps) {
	const t = useTranslations("enrol");
	const given = typeof offered === "string" ? undefined : offered;
	const [typed, setTyped] = useState(given === undefined ? "" : printEnrolmentCode(given.code));
	const [label, setLabel] = useState("");
	const [checked, setChecked] = useState(false);
	const code = readEnrolmentCode(typed);

	const submit = (event: FormEvent) => {
		event.preventDefault();
		setChecked(true);
		if (code === undefined || label.trim() === "") return;
		// The root belongs to the code that it came with: another code is a typed one.
		onSubmit({ code, root: given?.code === code ? given.root : undefined }, label.trim());
	};
	return (
		<form onSubmit={submit} noValidate className="grid gap-5">
			{failure === undefined ? <p>{t("intro")}</p> : <FailureNotice failure={failure} />}
			{offered === "malformed" ? (
				<Notice tone="no" alert title={t("malformed.title")}>
					{t("malformed.body")}
				</Notice>
			) : null}
			<TextField
				label={t("code.label")}
				hint={given?.code === code && given !== undefined ? t("code.fromLink") : t("code.hint")}
				error={checked && code === undefined ? t("code.error") : undefined}
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				autoCapitalize="characters"
				name="code"
			/>
			<TextField
				label={t("label.label")}
				hint={t("label.hint")}
				error={checked && label.trim() === "" ? t("label.error") : undefined}
				value={label}
				maxLength={LABEL_LIMIT}
				onChange={(event) => setLabel(event.target.value)}
				name="label"
			/>
			<Button type="submit" tone="primary" className="justify-self-start">
				{failure === undefined ? t("submit") : t("again")}
			</Button>
		</form>
	);
}

function FailureNotice({ failure }: { failure: EnrolmentFailure }) {
	const t = useTranslations("enrol.failure");
	const key = failureKey(failure);
	return (
		<Notice tone={failure.retryable ? "compare" : "no"} alert title={t(`${key}.title`)}>
			<p>{t(`${key}.body`, { seconds: failure.retryAfter ?? 0 })}</p>
			{key === "other" ? <p className="mt-1 font-mono text-sm text-ink-2">{failure.code}</p> : null}
		</Notice>
	);
}
