"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { SelectField } from "@/app/_ui/select-field";
import { SEXES } from "@/lib/protocol/records";
import { NO_FIELDS, type PaperFields, paperProblems, type Scanned } from "./paper-form";

type Props = { scanned: Scanned; onDone: (fields: PaperFields) => Promise<void> };

/** What no sheet carries, asked for again. */
export function PaperFieldset({ scanned, onDone }: Props) {
	const t = useTranslations("paper");
	const common = useTranslations("entry");
	const [fields, setFields] = useState(NO_FIELDS);
	const [told, setTold] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector("select")?.focus(), []);
	const problems = told ? paperProblems(fields, scanned) : {};
	const errorOf = (name: keyof PaperFields) => {
		const problem = problems[name];
		if (problem === undefined) return undefined;
		return problem === "strip_number" ? t("stripWrong") : common(`problem.${problem}`);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const [first] = Object.keys(paperProblems(fields, scanned));
		if (first === undefined) return void onDone(fields);
		setTold(true);
		form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
	};
	const text = (name: "guardian" | "nir" | "phone" | "email" | "stripNumber") => ({
		...{ name, label: t(`field.${name}`), error: errorOf(name), value: fields[name] },
		onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
	});
	return (
		<form ref={form} noValidate onSubmit={submit} className="grid gap-4">
			<SelectField
				name="sex"
				label={t("field.sex")}
				error={errorOf("sex")}
				value={fields.sex}
				choices={SEXES.map((value) => ({ value, label: t(`sex.${value}`) }))}
				onChange={(event) => setFields({ ...fields, sex: event.target.value as PaperFields["sex"] })}
			/>
			<TextField {...text("guardian")} optional />
			<TextField {...text("nir")} optional />
			<TextField {...text("phone")} optional />
			<TextField {...text("email")} optional />
			{scanned.token === undefined ? (
				<p className="text-sm text-ink-2">{t("strip.scan")}</p>
			) : (
				<TextField {...text("stripNumber")} hint={t("strip.hint")} />
			)}
			<div>
				<label className="flex min-h-11 items-center gap-3">
					<input
						type="checkbox"
						name="consent"
						className="size-5 accent-accent"
						checked={fields.consent}
						aria-invalid={errorOf("consent") === undefined ? undefined : true}
						onChange={(event) => setFields({ ...fields, consent: event.target.checked })}
					/>
					{t("field.consent")}
				</label>
				<p aria-live="polite" className="text-sm font-medium text-no empty:hidden">
					{errorOf("consent")}
				</p>
			</div>
			<Button type="submit" tone="primary">
				{t("register")}
			</Button>
		</form>
	);
}
