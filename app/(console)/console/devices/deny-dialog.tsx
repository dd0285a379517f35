"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { CONTROL, Field } from "@/app/_ui/field";
import { CONSOLE_PATHS, DENIAL_REASONS, type DenialReason, denialAnswer } from "@/lib/protocol/console";
import { FailureNotice } from "../_form/failure-notice";
import { useAction } from "../_form/use-action";

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
	const common = useTranslations("common");
	const [reason, setReason] = useState<DenialReason>();
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(CONSOLE_PATHS.denials, denialAnswer);

	async function submit() {
		setChecked(true);
		if (reason === undefined) return;
		if ((await run({ ...target, reason })) !== undefined) onDenied();
	}
	return (
		<Dialog title={title} onClose={onClose}>
			<div className="grid gap-4">
				{children}
				<ReasonField
					reason={reason}
					onChange={setReason}
					error={checked && reason === undefined ? t("reason.missing") : undefined}
				/>
				{failure === undefined ? null : <FailureNotice failure={failure} />}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{common("cancel")}</Button>
					<Button
						tone="danger"
						busy={busy}
						onClick={() => void submit().catch((problem: unknown) => reportError(problem))}
					>
						{t("submit")}
					</Button>
				</div>
			</div>
		</Dialog>
	);
}

function ReasonField(props: {
	reason: DenialReason | undefined;
	onChange: (reason: DenialReason | undefined) => void;
	error: string | undefined;
}) {
	const t = useTranslations("console.deny.reason");
	return (
		<Field label={t("label")} error={props.error}>
			{(attributes) => (
				<select
					{...attributes}
					className={CONTROL}
					value={props.reason ?? ""}
					onChange={(event) => props.onChange(DENIAL_REASONS.find((name) => name === event.target.value))}
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
