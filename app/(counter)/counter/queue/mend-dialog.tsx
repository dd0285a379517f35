"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import type { MendFailure } from "@/lib/device/counter/mend-refused";
import { fieldOf, type MendableField } from "@/lib/outbox/mending";
import type { RecordInput } from "@/lib/protocol/records";
import { printMended, readMended } from "./mended-field";
import { fieldNameKey } from "./refusal-text";

/** A refused record, and the one field of it that can be put right. */
export type Mending = { readonly record: RecordInput; readonly field: MendableField };

type MendDialogProps = {
	number: string;
	mending: Mending;
	onSend: (value: string) => Promise<MendFailure["code"] | undefined>;
	onBack: () => void;
	onClose: () => void;
};

/** [SH-13] The field that was refused, alone: nothing else of the record can be changed by mistake. */
export function MendDialog({ number, mending: { record, field }, onSend, onBack, onClose }: MendDialogProps) {
	const t = useTranslations("day.mend");
	const names = useTranslations("counter.fieldName");
	const problems = useTranslations("entry.problem");
	const sent = fieldOf(record, field);
	const [typed, setTyped] = useState(() => printMended(field, sent));
	const [wrong, setWrong] = useState<string>();
	const form = useRef<HTMLFormElement>(null);
	const name = fieldNameKey(field);
	const refuse = (why: string) => {
		setWrong(why);
		form.current?.querySelector("input")?.focus();
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const read = readMended(field, typed, record.identity.birth);
		if (!read.ok) return refuse(problems(read.error.code));
		if (read.value === sent) return refuse(t("same"));
		const failed = await onSend(read.value);
		if (failed === undefined) return;
		refuse(t(failed === "gone" || failed === "record_malformed" ? failed : "storage"));
	};
	return (
		<Dialog title={t("title", { number })} onClose={onClose}>
			<form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
				<p>{t("body")}</p>
				<TextField
					label={name === undefined ? field : names(name)}
					name="mended"
					hint={field === "guardian" || field === "lot.number" ? undefined : t("empty")}
					error={wrong}
					value={typed}
					onChange={(event) => {
						setTyped(event.target.value);
						setWrong(undefined);
					}}
				/>
				<div className="flex flex-wrap gap-3">
					<Button type="submit" tone="primary">
						{t("send")}
					</Button>
					<Button onClick={onBack}>{t("back")}</Button>
				</div>
			</form>
		</Dialog>
	);
}
