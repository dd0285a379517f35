"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CONTROL, Field } from "@/app/_ui/field";
import { DENIAL_REASONS, type DenialReason, denialAnswer } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { err, ok } from "@/lib/shared/result";
import { FormDialog, type FormFields } from "../_form/form-dialog";

type DenialDraft = { readonly reason: DenialReason | undefined };
const emptyDraft = (): DenialDraft => ({ reason: undefined });

type DenyDialogProps = {
	readonly title: string;
	/** Whom the portal is told to deny. */
	readonly target: { readonly device: string } | { readonly pharmacy: string };
	readonly onClose: () => void;
	readonly onDenied: () => void;
	/** What will happen to whom. */
	readonly children: ReactNode;
};

/** Denying cannot be taken back: the dialog says what will happen to whom before it asks. */
export function DenyDialog({ title, target, onClose, onDenied, children }: DenyDialogProps) {
	const t = useTranslations("console.deny");
	return (
		<FormDialog
			title={title}
			submit={t("submit")}
			tone="danger"
			initial={emptyDraft}
			read={({ reason }) => (reason === undefined ? err(new Set(["reason"] as const)) : ok({ ...target, reason }))}
			path={PATHS.console.denials}
			answer={denialAnswer}
			onClose={onClose}
			onDone={onDenied}
		>
			{(fields) => (
				<>
					{children}
					<ReasonField {...fields} />
				</>
			)}
		</FormDialog>
	);
}

function ReasonField({ draft, change, has }: FormFields<DenialDraft, "reason">) {
	const t = useTranslations("console.deny.reason");
	return (
		<Field label={t("label")} error={has("reason") ? t("missing") : undefined}>
			{(attributes) => (
				<select
					{...attributes}
					className={CONTROL}
					value={draft.reason ?? ""}
					onChange={(event) => change({ reason: DENIAL_REASONS.find((name) => name === event.target.value) })}
				>
					<option value="">{t("choose")}</option>
					{DENIAL_REASONS.map((name) => (
						<option key={name} value={name}>
							{t(name)}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}
