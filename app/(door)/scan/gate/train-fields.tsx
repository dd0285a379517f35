"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/app/_ui/field";
import type { TrainRun } from "@/lib/device/door/gate-choice";
import { LABEL_LIMIT } from "@/lib/protocol/fields";
import type { GateDraft } from "./gate-draft";

/** The run of a train: only its number has to be known, the rest is for the header and the report. */
export function TrainFields(props: { draft: GateDraft; change: (part: Partial<GateDraft>) => void }) {
	const { draft, change } = props;
	const t = useTranslations("door.setup");
	const { run } = draft;
	const setRun = (part: Partial<TrainRun>) => change({ run: { ...run, ...part } });
	return (
		<fieldset className="grid gap-4">
			<legend className="mb-1.5 text-sm text-ink-2">{t("run")}</legend>
			<div className="grid grid-cols-2 gap-2.5">
				<TextField
					name="from"
					label={t("runFrom")}
					value={run.from}
					maxLength={LABEL_LIMIT}
					optional
					onChange={(event) => setRun({ from: event.target.value })}
				/>
				<TextField
					name="to"
					label={t("runTo")}
					value={run.to}
					maxLength={LABEL_LIMIT}
					optional
					onChange={(event) => setRun({ to: event.target.value })}
				/>
			</div>
			<TextField
				type="date"
				name="date"
				label={t("runDate")}
				value={run.date}
				required
				onChange={(event) => setRun({ date: event.target.value })}
			/>
			<TextField
				name="section"
				label={t("runSection")}
				hint={t("runSectionHint")}
				value={draft.gate}
				maxLength={LABEL_LIMIT}
				optional
				onChange={(event) => change({ gate: event.target.value })}
			/>
		</fieldset>
	);
}
