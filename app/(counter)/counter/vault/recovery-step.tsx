"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { Paper } from "@/app/_ui/paper";
import { noteRecoveryKnown } from "@/lib/device/counter/vault/vault-changes";
import { printEnrolmentCode, readEnrolmentCode } from "@/lib/device/identity/enrolment-link";
import type { StoredDevice } from "@/lib/device/identity/stored-device";

type StepProps = { code: string; device: Pick<StoredDevice, "label" | "pharmacy">; onDone: () => void };

/** Shows the recovery code once, and has it typed back from paper before the counter opens (VA-3). */
export function RecoveryStep({ code, device, onDone }: StepProps) {
	const t = useTranslations("vault.recovery");
	const [written, setWritten] = useState(false);
	const next = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		if (!written) next.current?.focus();
	}, [written]);
	if (written) return <TypeBack code={code} onDone={onDone} onAgain={() => setWritten(false)} />;
	return (
		<div className="grid gap-5" data-vault="code">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<p>{t("why")}</p>
			<p data-recovery={code} className="rounded-card border border-line bg-quiet px-5 py-4 font-mono text-2xl">
				{printEnrolmentCode(code)}
			</p>
			<div className="flex flex-wrap gap-3">
				<Button ref={next} tone="primary" onClick={() => setWritten(true)}>
					{t("written")}
				</Button>
				<Button onClick={() => window.print()}>{t("print")}</Button>
			</div>
			<Paper>
				<p className="text-xl font-semibold">
					{t("paper", { label: device.label, pharmacy: device.pharmacy?.name ?? "" })}
				</p>
				<p className="my-6 font-mono text-3xl">{printEnrolmentCode(code)}</p>
				<p>{t("paperUse")}</p>
			</Paper>
		</div>
	);
}

function TypeBack({ code, onDone, onAgain }: { code: string; onDone: () => void; onAgain: () => void }) {
	const t = useTranslations("vault.recovery");
	const [typed, setTyped] = useState("");
	const [wrong, setWrong] = useState(false);
	const form = useRef<HTMLFormElement>(null);
	const focus = () => form.current?.querySelector("input")?.focus();
	useEffect(focus, []);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (readEnrolmentCode(typed) !== code) {
			setWrong(true);
			focus();
			return;
		}
		await noteRecoveryKnown();
		onDone();
	};
	return (
		<form ref={form} onSubmit={(event) => void submit(event)} noValidate className="grid gap-5" data-vault="type-back">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<p>{t("confirm")}</p>
			<TextField
				name="recovery"
				label={t("label")}
				error={wrong ? t("error") : undefined}
				autoCapitalize="characters"
				value={typed}
				onChange={(event) => {
					setWrong(false);
					setTyped(event.target.value);
				}}
			/>
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone="primary">
					{t("submit")}
				</Button>
				<Button onClick={onAgain}>{t("again")}</Button>
			</div>
		</form>
	);
}
