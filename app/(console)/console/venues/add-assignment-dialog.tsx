"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { CONTROL, Field, TextField } from "@/app/_ui/field";
import { CONSOLE_PATHS, type VenueRow } from "@/lib/protocol/console";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { HOUR } from "@/lib/shared/numeric-date";
import { FailureNotice } from "../_form/failure-notice";
import { useAction } from "../_form/use-action";
import { type AssignmentDraft, type AssignmentSlip, numericDateToLocal, readAssignment } from "./assignment-draft";

const ANSWER = z.looseObject({ id: z.string() });
const NO_SLIPS: ReadonlySet<AssignmentSlip> = new Set();

/** Next full hour, for three hours: most evenings. */
function emptyDraft(): AssignmentDraft {
	const start = Math.ceil(Date.now() / 1000 / HOUR) * HOUR;
	const [from, to] = [start, start + 3 * HOUR].map(numericDateToLocal) as [string, string];
	return { kind: "event", name: "", gates: "", capacity: "", from, to };
}

export function AddAssignmentDialog(props: { venue: VenueRow; onClose: () => void; onAdded: () => void }) {
	const { venue, onClose, onAdded } = props;
	const t = useTranslations("console.addAssignment");
	const common = useTranslations("common");
	const [id] = useState(() => crypto.randomUUID());
	const [draft, setDraft] = useState(emptyDraft);
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(CONSOLE_PATHS.assignments, ANSWER);
	const read = readAssignment(draft, { id, venue: venue.id, onlyGate: t("onlyGate") });
	const slips = checked && "slips" in read ? read.slips : NO_SLIPS;

	async function submit() {
		setChecked(true);
		if ("slips" in read) return;
		if ((await run(read.input)) !== undefined) onAdded();
	}
	const onSubmit = (event: FormEvent) => {
		event.preventDefault();
		submit().catch((problem: unknown) => reportError(problem));
	};
	return (
		<Dialog title={t("title", { venue: venue.name })} onClose={onClose}>
			<form noValidate onSubmit={onSubmit} className="grid gap-4">
				<KindChoice kind={draft.kind} onChange={(kind) => setDraft({ ...draft, kind })} />
				<DraftFields draft={draft} slips={slips} onChange={setDraft} />
				{failure === undefined ? null : <FailureNotice failure={failure} />}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{common("cancel")}</Button>
					<Button tone="primary" type="submit" busy={busy}>
						{t("submit")}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}

function KindChoice(props: { kind: AssignmentDraft["kind"]; onChange: (kind: AssignmentDraft["kind"]) => void }) {
	const t = useTranslations("console.addAssignment");
	return (
		<fieldset className="flex gap-6">
			<legend className="mb-1 text-sm text-ink-2">{t("kind.label")}</legend>
			{ASSIGNMENT_KINDS.map((kind) => (
				<label key={kind} className="flex min-h-9 items-center gap-2">
					<input
						type="radio"
						name="kind"
						className="size-5 accent-accent"
						checked={props.kind === kind}
						onChange={() => props.onChange(kind)}
					/>
					{t(`kind.${kind}`)}
				</label>
			))}
		</fieldset>
	);
}

function DraftFields(props: {
	draft: AssignmentDraft;
	slips: ReadonlySet<AssignmentSlip>;
	onChange: (draft: AssignmentDraft) => void;
}) {
	const { draft, slips, onChange } = props;
	const t = useTranslations("console.addAssignment");
	const error = (slip: AssignmentSlip) => (slips.has(slip) ? t(`error.${slip}`) : undefined);
	const set = (field: keyof AssignmentDraft) => (event: { target: { value: string } }) =>
		onChange({ ...draft, [field]: event.target.value });
	return (
		<>
			<TextField
				label={t(`name.${draft.kind}`)}
				maxLength={60}
				value={draft.name}
				onChange={set("name")}
				error={error("name")}
			/>
			<div className="grid gap-4 sm:grid-cols-2">
				<TextField
					type="datetime-local"
					label={t("from")}
					value={draft.from}
					onChange={set("from")}
					error={error("from")}
				/>
				<TextField
					type="datetime-local"
					label={t("to")}
					value={draft.to}
					onChange={set("to")}
					error={error("to") ?? error("order")}
				/>
			</div>
			{draft.kind === "train" ? null : (
				<>
					<Field label={t("gates")} hint={t("gatesHint")} error={error("gates")} optional>
						{(attributes) => (
							<textarea {...attributes} rows={3} className={CONTROL} value={draft.gates} onChange={set("gates")} />
						)}
					</Field>
					<TextField
						label={t("capacity")}
						hint={t("capacityHint")}
						inputMode="numeric"
						optional
						value={draft.capacity}
						onChange={set("capacity")}
						error={error("capacity")}
					/>
				</>
			)}
		</>
	);
}
