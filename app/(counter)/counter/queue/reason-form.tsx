"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { Button } from "@/app/_ui/button";
import { CHOSEN_REASONS, type ChosenReason } from "@/lib/protocol/revocations";

type ReasonFormProps = {
	children: ReactNode;
	confirm: { label: string; tone: "primary" | "danger" };
	back: string;
	onConfirm: (reason: ChosenReason) => void;
	onBack: () => void;
};

/** Why an attestation is replaced or taken back. No reason stands chosen: somebody has to say it. */
export function ReasonForm({ children, confirm, back, onConfirm, onBack }: ReasonFormProps) {
	const t = useTranslations("day.reason");
	const [reason, setReason] = useState<ChosenReason>();
	const [missing, setMissing] = useState(false);
	const errorId = useId();
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		if (reason !== undefined) return onConfirm(reason);
		setMissing(true);
		event.currentTarget.querySelector("input")?.focus();
	};
	return (
		<form noValidate onSubmit={submit} className="grid gap-5">
			<div>{children}</div>
			<fieldset className="grid gap-1" aria-describedby={missing ? errorId : undefined}>
				<legend className="mb-1 text-sm text-ink-2">{t("legend")}</legend>
				{CHOSEN_REASONS.map((one) => (
					<label key={one} className="flex min-h-11 items-center gap-3">
						<input
							type="radio"
							name="reason"
							value={one}
							className="size-5 accent-accent"
							checked={one === reason}
							onChange={() => {
								setReason(one);
								setMissing(false);
							}}
						/>
						{t(one)}
					</label>
				))}
				<p id={errorId} role="alert" className="text-no">
					{missing ? t("choose") : null}
				</p>
			</fieldset>
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone={confirm.tone}>
					{confirm.label}
				</Button>
				<Button onClick={onBack}>{back}</Button>
			</div>
		</form>
	);
}
