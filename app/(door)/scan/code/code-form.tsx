"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { CONTROL, Field } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import { lockedFor } from "@/lib/checkcode/entry-lock";
import type { CodeEntry } from "@/lib/device/door/enter-code";
import { readEntryLock } from "@/lib/device/door/entry-lock-store";
import { deviceNow } from "@/lib/device/trust/clock";
import type { CodeDraft } from "../stage";
import { ActionBar, Primary, Side } from "../verdict/verdict-actions";
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

const STATES: Record<keyof CodeDraft, (text: string) => FieldState> = {
	number: numberState,
	code: codeState,
	birth: birthState,
	initials: initialsState,
};
const WRITE: Record<keyof CodeDraft, (text: string) => string> = {
	number: writeNumber,
	code: writeTypedCode,
	birth: writeBirth,
	initials: writeInitials,
};
const FIELDS: readonly (keyof CodeDraft)[] = ["number", "code", "birth", "initials"];

/**
 * Number and code as printed on the paper, birth date and initials as on the identity document: that is what binds the
 * person (spec CC-3), so the form asks for them under these two headings.
 */
export function CodeForm(props: {
	draft: CodeDraft;
	hasKeys: boolean;
	onCheck: (draft: CodeDraft) => Promise<CodeEntry>;
	onBack: () => void;
}) {
	const { hasKeys, onCheck, onBack } = props;
	const t = useTranslations("door.code");
	const [draft, setDraft] = useState(props.draft);
	const [tried, setTried] = useState(false);
	const [busy, setBusy] = useState(false);
	const [wait, lock] = useEntryLock();
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		form.current?.querySelector("input")?.focus();
	}, []);

	const states = Object.fromEntries(FIELDS.map((name) => [name, STATES[name](draft[name])])) as Record<
		keyof CodeDraft,
		FieldState
	>;
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		const wrong = FIELDS.find((name) => states[name] !== "good");
		if (wrong !== undefined) {
			form.current?.querySelector<HTMLInputElement>(`input[name=${wrong}]`)?.focus();
			return;
		}
		if (busy || wait > 0) return;
		setBusy(true);
		const verdict = await onCheck(draft);
		setBusy(false);
		if (verdict.outcome === "locked") lock();
	};
	const field = (name: keyof CodeDraft) => ({
		name,
		state: states[name],
		value: draft[name],
		tried,
		onType: (text: string) => setDraft((before) => ({ ...before, [name]: WRITE[name](text) })),
	});
	return (
		<form
			ref={form}
			noValidate
			onSubmit={(event) => void submit(event)}
			aria-label={t("title")}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper"
		>
			<div className="min-h-0 flex-1 overflow-y-auto px-5 pt-4 pb-5">
				<h2 className="text-2xl font-bold">{t("title")}</h2>
				<div aria-live="polite" className="mt-3 grid gap-2 empty:hidden">
					{hasKeys ? null : <Notice tone="unknown">{t("noKeys")}</Notice>}
					{wait > 0 ? <Notice tone="no">{t("locked", { seconds: wait })}</Notice> : null}
				</div>
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
				<fieldset className="mt-5">
					<legend className="font-semibold">{t("identity")}</legend>
					<div className="mt-2 grid grid-cols-[1fr_9rem] gap-x-3">
						<CodeField {...field("birth")} label={t("birth")} hint={t("birthHint")} typo={t("typoBirth")} numeric />
						<CodeField {...field("initials")} label={t("initials")} hint={t("initialsHint")} typo="" />
					</div>
				</fieldset>
			</div>
			<ActionBar>
				<Side onClick={onBack} className="col-span-1">
					{t("back")}
				</Side>
				<div className="col-span-2 grid">
					<Primary type="submit" busy={busy} disabled={wait > 0 || !hasKeys}>
						{t("check")}
					</Primary>
				</div>
			</ActionBar>
		</form>
	);
}

function CodeField(props: {
	name: string;
	label: string;
	hint: string;
	typo: string;
	value: string;
	state: FieldState;
	tried: boolean;
	numeric?: boolean;
	className?: string;
	onType: (text: string) => void;
}) {
	const { name, label, hint, typo, value, state, tried, numeric = false, className = "", onType } = props;
	const t = useTranslations("door.code");
	const error = state === "typo" ? typo : tried && state !== "good" ? t("missing") : undefined;
	const good = state === "good" && name !== "initials";
	return (
		<Field label={label} hint={hint} error={error} className={className}>
			{(attributes) => (
				<div className="relative">
					<input
						{...attributes}
						name={name}
						value={value}
						onChange={(event) => onType(event.target.value)}
						inputMode={numeric ? "numeric" : "text"}
						autoCapitalize="characters"
						autoComplete="off"
						autoCorrect="off"
						spellCheck={false}
						data-1p-ignore=""
						enterKeyHint="next"
						className={`${CONTROL} tabular font-mono tracking-wide`}
					/>
					{good ? (
						<span className="absolute inset-y-0 right-3 mt-1 grid place-items-center text-ok">
							<span aria-hidden="true">✓</span>
							<span className="sr-only">{t("good")}</span>
						</span>
					) : null}
				</div>
			)}
		</Field>
	);
}

/** Seconds until entry opens, counted down while the form is open, and a way to read the lock anew. */
function useEntryLock(): readonly [number, () => void] {
	const [wait, setWait] = useState(0);
	const [asked, setAsked] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `asked` reads the lock again
	useEffect(() => {
		let left = false;
		const read = async () => {
			const lock = await readEntryLock();
			if (!left) setWait(lockedFor(lock, deviceNow()));
		};
		void read();
		const timer = setInterval(() => void read(), 1000);
		return () => {
			left = true;
			clearInterval(timer);
		};
	}, [asked]);
	return [wait, () => setAsked((count) => count + 1)];
}
