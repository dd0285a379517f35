"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { OVERRIDE_REASONS, type OverrideReason } from "@/lib/checkin/checkin-event";
import { OVERRIDE_LASTS } from "@/lib/checkin/room";
import { Choice } from "../gate/choice";
import { useSupervisor } from "../supervisor/supervisor-provider";

/** The event is full and somebody comes in all the same: why, then the supervisor's PIN. Nobody's name is kept. */
export function OverrideDialog(props: { onDecided: (reason: OverrideReason) => void; onClose: () => void }) {
	const { onDecided, onClose } = props;
	const t = useTranslations("door.override");
	const supervisor = useSupervisor();
	const [reason, setReason] = useState<OverrideReason>(OVERRIDE_REASONS[0]);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (await supervisor.ask(t("ask"))) onDecided(reason);
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<form onSubmit={(event) => void submit(event)} className="grid gap-4">
				<p>{t("what", { minutes: OVERRIDE_LASTS / 60 })}</p>
				<fieldset className="grid gap-2">
					<legend className="mb-1.5 text-sm text-ink-2">{t("legend")}</legend>
					{OVERRIDE_REASONS.map((one) => (
						<Choice key={one} name="reason" checked={reason === one} onPick={() => setReason(one)}>
							{t(`reason.${one}`)}
						</Choice>
					))}
				</fieldset>
				<Button type="submit" tone="primary">
					{t("confirm")}
				</Button>
			</form>
		</Dialog>
	);
}
