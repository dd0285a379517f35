"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Notice } from "@/app/_ui/notice";
import type { CodeEntry } from "@/lib/device/door/enter-code";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { ActionBar, Primary, Side } from "../action-bar";
import type { CodeDraft } from "../check-in/stage";
import { CodeField } from "./code-field";
import {
	birthState,
	codeState,
	type FieldState,
	initialsState,
	numberState,
	writeBirth,
	writeInitials,
	writeNumber,
	writeTypedCode,
} from "./typed-code";
import { useEntryLock } from "./use-entry-lock";

type Name = keyof CodeDraft;
const STATES: Record<Name, (text: string) => FieldState> = {
	number: numberState,
	code: codeState,
	birth: birthState,
	initials: initialsState,
};
const WRITE: Record<Name, (text: string) => string> = {
	number: writeNumber,
	code: writeTypedCode,
	birth: writeBirth,
	initials: writeInitials,
};
const FIELDS: readonly Name[] = ["number", "code", "birth", "initials"];

/**
 * Number and code as printed on the paper, birth date and initials as on the identity document: that is what binds the
 * person (spec CC-3), so the form asks for them under these two headings.
 */
export function CodeForm(props: {
	draft: CodeDraft;
	role: AssignmentKind;
	hasKeys: boolean;
	/** Undefined: something else is under way. */
	onCheck: (draft: CodeDraft) => Promise<CodeEntry["outcome"] | undefined>;
	onBack: () => void;
}) {
	const { role, hasKeys, onCheck, onBack } = props;
	const t = useTranslations("door.code");
	const [draft, setDraft] = useState(props.draft);
	const [tried, setTried] = useState(false);
	const [busy, setBusy] = useState(false);
	const [wait, readLock] = useEntryLock();
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		form.current?.querySelector("input")?.focus();
	}, []);

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		const wrong = FIELDS.find((name) => STATES[name](draft[name]) !== "good");
		if (wrong !== undefined) {
			form.current?.querySelector<HTMLInputElement>(`input[name=${wrong}]`)?.focus();
			return;
		}
		if (busy || wait > 0) return;
		setBusy(true);
		const outcome = await onCheck(draft);
		setBusy(false);
		if (outcome === "locked") readLock();
	};
	const change = (name: Name, text: string) => setDraft((before) => ({ ...before, [name]: WRITE[name](text) }));
	return (
		<form
			ref={form}
			noValidate
			onSubmit={(event) => void submit(event)}
			aria-label={t("title")}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper short:flex-row"
		>
			<div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">
				<h2 className="text-2xl font-bold">{t("title")}</h2>
				<div aria-live="polite" className="mt-3 grid gap-2 empty:hidden">
					{hasKeys ? null : <Notice tone="unknown">{t("noKeys")}</Notice>}
					{wait > 0 ? <Notice tone="no">{t("locked", { seconds: wait })}</Notice> : null}
				</div>
				<CodeFields {...{ draft, role, tried }} onChange={change} />
			</div>
			<CodeActionBar busy={busy} disabled={wait > 0 || !hasKeys} onBack={onBack} />
		</form>
	);
}

function CodeFields(props: {
	draft: CodeDraft;
	role: AssignmentKind;
	tried: boolean;
	onChange: (name: Name, text: string) => void;
}) {
	const { draft, role, tried, onChange } = props;
	const t = useTranslations("door.code");
	const wording = useTranslations("door.role");
	const field = (name: Name) => ({
		name,
		state: STATES[name](draft[name]),
		value: draft[name],
		tried,
		onType: (text: string) => onChange(name, text),
	});
	return (
		<div className="grid gap-x-8 short:grid-cols-2">
			<fieldset className="mt-4">
				<legend className="font-semibold">{t("paper")}</legend>
				<div className="mt-2 grid grid-cols-[9rem_1fr] gap-x-3 gap-y-2">
					<CodeField {...field("number")} label={t("number")} hint={t("numberHint")} typo={t("typoNumber")} numeric />
					<CodeField
						{...field("code")}
						label={t("code")}
						hint={t("codeHint")}
						typo={t("typoCode")}
						className="col-span-2"
					/>
				</div>
			</fieldset>
			<fieldset className="mt-5 short:mt-4">
				<legend className="font-semibold">{wording(`${role}.identity`)}</legend>
				<div className="mt-2 grid grid-cols-[1fr_9rem] gap-x-3">
					<CodeField {...field("birth")} label={t("birth")} hint={t("birthHint")} typo={t("typoBirth")} numeric />
					<CodeField {...field("initials")} label={t("initials")} hint={t("initialsHint")} typo="" />
				</div>
			</fieldset>
		</div>
	);
}

function CodeActionBar({ busy, disabled, onBack }: { busy: boolean; disabled: boolean; onBack: () => void }) {
	const t = useTranslations("door.code");
	return (
		<ActionBar>
			<Side onClick={onBack} className="col-span-1">
				{t("back")}
			</Side>
			<div className="col-span-2 grid short:col-span-1 short:row-span-2">
				<Primary type="submit" busy={busy} disabled={disabled}>
					{t("check")}
				</Primary>
			</div>
		</ActionBar>
	);
}
