"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { CONTROL, Field } from "@/app/_ui/field";
import { CONSOLE_PATHS, type DenialInput, type DeviceRow, denialAnswer } from "@/lib/sync/console";
import { FailureNotice } from "./failure-notice";
import { useAction } from "./use-action";

const REASONS = ["stolen", "lost", "fraud", "retired"] as const satisfies readonly DenialInput["reason"][];

/** Denying cannot be taken back: the dialog says what will happen to whom before it asks. */
export function DenyDialog(props: { device: DeviceRow; onClose: () => void; onDenied: () => void }) {
	const { device, onClose, onDenied } = props;
	const t = useTranslations("console.deny");
	const common = useTranslations("common");
	const [reason, setReason] = useState<DenialInput["reason"]>();
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(CONSOLE_PATHS.denials, denialAnswer);

	async function submit() {
		setChecked(true);
		if (reason === undefined) return;
		const input: DenialInput = { device: device.id, reason };
		if ((await run(input)) !== undefined) onDenied();
	}
	return (
		<Dialog title={t("title", { label: device.label })} onClose={onClose}>
			<div className="grid gap-4">
				<p>{t("owner", { owner: device.owner.name })}</p>
				{device.role === "counter" ? <CounterConsequences device={device} /> : <VerifierConsequences />}
				<Field label={t("reason.label")} error={checked && reason === undefined ? t("reason.missing") : undefined}>
					{(attributes) => (
						<select
							{...attributes}
							className={CONTROL}
							value={reason ?? ""}
							onChange={(event) => setReason(REASONS.find((name) => name === event.target.value))}
						>
							<option value="">{t("reason.choose")}</option>
							{REASONS.map((name) => (
								<option key={name} value={name}>
									{t(`reason.${name}`)}
								</option>
							))}
						</select>
					)}
				</Field>
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

function CounterConsequences({ device }: { device: DeviceRow }) {
	const t = useTranslations("console.deny.counter");
	return (
		<ul className="list-disc space-y-1.5 pl-5">
			<li className="font-semibold">{t("refused")}</li>
			<li>{t("passes", { count: device.registered })}</li>
			<li>{t("missing", { count: device.missing })}</li>
			<li>{t("spread")}</li>
			<li>{t("final")}</li>
		</ul>
	);
}

function VerifierConsequences() {
	const t = useTranslations("console.deny.verifier");
	return (
		<ul className="list-disc space-y-1.5 pl-5">
			<li className="font-semibold">{t("cut")}</li>
			<li>{t("keys")}</li>
			<li>{t("lists")}</li>
			<li>{t("final")}</li>
		</ul>
	);
}
