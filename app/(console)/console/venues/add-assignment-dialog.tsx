"use client";

import { useTranslations } from "next-intl";
import { z } from "zod";
import { CONTROL, Field, TextField } from "@/app/_ui/field";
import { REENTRIES } from "@/lib/checkin/gate-rules";
import type { VenueRow } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { HOUR } from "@/lib/shared/numeric-date";
import { FormDialog, type FormFields } from "../_form/form-dialog";
import { RadioChoice } from "../_form/radio-choice";
import { type AssignmentDraft, type AssignmentProblem, numericDateToLocal, readAssignment } from "./assignment-draft";

const CLOSES = ["byHand", "atEnd"] as const;
const ANSWER = z.looseObject({ id: z.string() });

/** Next full hour, for three hours: most evenings. */
function emptyDraft(): AssignmentDraft {
	const start = Math.ceil(Date.now() / 1000 / HOUR) * HOUR;
	const [from, to] = [numericDateToLocal(start), numericDateToLocal(start + 3 * HOUR)];
	return { kind: "event", name: "", gates: "", capacity: "", reentry: "allowed", autoClose: false, from, to };
}

export function AddAssignmentDialog(props: { venue: VenueRow; onClose: () => void; onAdded: () => void }) {
	const { venue, onClose, onAdded } = props;
	const t = useTranslations("console.addAssignment");
	return (
		<FormDialog
			title={t("title", { venue: venue.name })}
			submit={t("submit")}
			initial={emptyDraft}
			read={(draft, id) => readAssignment(draft, { id: id(), venue: venue.id, onlyGate: t("onlyGate") })}
			path={PATHS.console.assignments}
			answer={ANSWER}
			onClose={onClose}
			onDone={onAdded}
		>
			{(fields) => (
				<>
					<RadioChoice
						label={t("kind.label")}
						choices={ASSIGNMENT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
						value={fields.draft.kind}
						onChange={(kind) => fields.change({ kind })}
					/>
					<TimeFields {...fields} />
					{fields.draft.kind === "train" ? null : <EventFields {...fields} />}
				</>
			)}
		</FormDialog>
	);
}

type AssignmentFields = FormFields<AssignmentDraft, AssignmentProblem>;

function useErrors({ has }: AssignmentFields) {
	const t = useTranslations("console.addAssignment");
	return (problem: AssignmentProblem) => (has(problem) ? t(`error.${problem}`) : undefined);
}

function TimeFields(fields: AssignmentFields) {
	const t = useTranslations("console.addAssignment");
	const error = useErrors(fields);
	const { draft, text } = fields;
	return (
		<>
			<TextField label={t(`name.${draft.kind}`)} maxLength={60} {...text("name")} error={error("name")} />
			<div className="grid gap-4 sm:grid-cols-2">
				<TextField type="datetime-local" label={t("from")} {...text("from")} error={error("from")} />
				<TextField type="datetime-local" label={t("to")} {...text("to")} error={error("to") ?? error("order")} />
			</div>
		</>
	);
}

/** What a train has not: gates, and a number of places to count against. */
function EventFields(fields: AssignmentFields) {
	const t = useTranslations("console.addAssignment");
	const error = useErrors(fields);
	const { draft, text, change } = fields;
	return (
		<>
			<Field label={t("gates")} hint={t("gatesHint")} error={error("gates")} optional>
				{(attributes) => <textarea {...attributes} rows={3} className={CONTROL} {...text("gates")} />}
			</Field>
			<TextField
				label={t("capacity")}
				hint={t("capacityHint")}
				inputMode="numeric"
				optional
				{...text("capacity")}
				error={error("capacity")}
			/>
			<RadioChoice
				label={t("reentry.label")}
				choices={REENTRIES.map((value) => ({ value, label: t(`reentry.${value}`) }))}
				value={draft.reentry}
				onChange={(reentry) => change({ reentry })}
			/>
			<RadioChoice
				label={t("closes.label")}
				choices={CLOSES.map((value) => ({ value, label: t(`closes.${value}`) }))}
				value={draft.autoClose ? "atEnd" : "byHand"}
				onChange={(closes) => change({ autoClose: closes === "atEnd" })}
			/>
		</>
	);
}
