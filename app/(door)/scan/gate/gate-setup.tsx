"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { localDay } from "@/app/_device/local-day";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { TextField } from "@/app/_ui/field";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { Notice } from "@/app/_ui/notice";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import type { DoorDevice } from "@/lib/device/identity/stored-device";
import { deviceNow } from "@/lib/device/trust/clock";
import type { Assignment } from "@/lib/protocol/device-kit";
import { LABEL_LIMIT, TITLE_LIMIT } from "@/lib/protocol/fields";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import type { Trust } from "@/lib/trust/trust";
import { LackingNotice } from "../ready/lacking-notice";
import { SelfTestButton } from "../ready/self-test-button";
import { unlockSound } from "../verdict/feedback";
import { readCapacity } from "./capacity";
import { Choice } from "./choice";
import { currentAssignments, type GateDraft, gateOf, OTHER, startDraft } from "./gate-draft";
import { LeftPosts } from "./left-posts";
import { RoleField } from "./role-field";
import { TrainFields } from "./train-fields";

/** Where this device works today: an assigned event or train, or one that staff name themselves. */
export function GateSetup(props: {
	device: DoorDevice;
	trust: Trust;
	over: boolean;
	onChoose: (gate: GateChoice) => void;
	onTraining: () => void;
}) {
	const { device, trust, over, onChoose, onTraining } = props;
	const t = useTranslations("door.setup");
	const [assignments] = useState(() => currentAssignments(device.assignments, deviceNow()));
	const [draft, setDraft] = useState<GateDraft>(() =>
		startDraft(device.role, { assignments, today: localDay(new Date()) }),
	);
	const [tried, setTried] = useState(false);
	const change = (part: Partial<GateDraft>) => setDraft((before) => ({ ...before, ...part }));
	const chosen = assignments.find((one) => one.id === draft.assignment);

	const submit = (event: FormEvent) => {
		event.preventDefault();
		setTried(true);
		const gate = gateOf(draft, { chosen, now: deviceNow(), id: crypto.randomUUID() });
		if (gate === undefined) return;
		unlockSound();
		onChoose(gate);
	};
	return (
		<main id="content" tabIndex={-1} data-home="" className="mx-auto max-w-md px-5 pt-6 pb-10 outline-none">
			<div className="flex justify-end">
				<LocaleSwitch />
			</div>
			<h1 className="mt-4 text-3xl font-bold text-balance">{t("title")}</h1>
			<form onSubmit={submit} className="mt-6 grid gap-5">
				{over ? <Notice tone="plain">{t("ended")}</Notice> : null}
				<LackingNotice trust={trust} />
				<LeftPosts onTake={onChoose} />
				{assignments.length === 0 ? (
					<EmptyState title={t("none")}>{t("noneHint")}</EmptyState>
				) : (
					<AssignmentField assignments={assignments} draft={draft} change={change} />
				)}
				{chosen === undefined ? <OwnPost draft={draft} change={change} tried={tried} /> : null}
				{chosen !== undefined && chosen.gates.length > 1 ? (
					<GateField gates={chosen.gates} draft={draft} change={change} />
				) : null}
				{(chosen?.kind ?? draft.mode) === "train" ? (
					<TrainFields draft={draft} change={change} />
				) : (
					<RoleField role={draft.role} onChange={(role) => change({ role })} />
				)}
				<Button type="submit" tone="primary" className="min-h-15 text-lg">
					{t("start")}
				</Button>
				<SelfTestButton />
				<Button onClick={onTraining}>{t("training")}</Button>
			</form>
		</main>
	);
}

type DraftProps = { readonly draft: GateDraft; readonly change: (part: Partial<GateDraft>) => void };

function AssignmentField(props: DraftProps & { readonly assignments: readonly Assignment[] }) {
	const { assignments, draft, change } = props;
	const t = useTranslations("door.setup");
	return (
		<fieldset className="grid gap-2.5">
			<legend className="sr-only">{t("title")}</legend>
			{assignments.map((one) => (
				<Choice
					key={one.id}
					name="assignment"
					checked={draft.assignment === one.id}
					onPick={() => change({ assignment: one.id, gate: one.gates[0] ?? "" })}
				>
					<span className="font-semibold">{one.name}</span>
					<span className="block text-sm text-ink-2">
						{t(`kinds.${one.kind}`)}
						{one.capacity === null ? "" : ` · ${t("capacity")} ${one.capacity}`}
						{one.autoClose ? ` · ${t("autoClose")}` : ""}
					</span>
				</Choice>
			))}
			<Choice
				name="assignment"
				checked={draft.assignment === OTHER}
				onPick={() => change({ assignment: OTHER, gate: "" })}
			>
				<span className="font-semibold">{t("other")}</span>
				<span className="block text-sm text-ink-2">{t("otherHint")}</span>
			</Choice>
		</fieldset>
	);
}

function GateField({ gates, draft, change }: DraftProps & { readonly gates: readonly string[] }) {
	const t = useTranslations("door.setup");
	return (
		<fieldset>
			<legend className="text-sm text-ink-2">{t("gate")}</legend>
			<div className="mt-1.5 grid grid-cols-2 gap-2.5">
				{gates.map((gate) => (
					<Choice key={gate} name="gate" checked={draft.gate === gate} onPick={() => change({ gate })}>
						{gate}
					</Choice>
				))}
			</div>
		</fieldset>
	);
}

function OwnPost(props: DraftProps & { readonly tried: boolean }) {
	const { draft, change, tried } = props;
	const t = useTranslations("door.setup");
	const train = draft.mode === "train";
	return (
		<>
			<fieldset>
				<legend className="text-sm text-ink-2">{t("kind")}</legend>
				<div className="mt-1.5 grid grid-cols-2 gap-2.5">
					{ASSIGNMENT_KINDS.map((mode) => (
						<Choice key={mode} name="mode" checked={draft.mode === mode} onPick={() => change({ mode })}>
							{t(`kinds.${mode}`)}
						</Choice>
					))}
				</div>
			</fieldset>
			<TextField
				label={train ? t("trainName") : t("name")}
				value={draft.name}
				maxLength={TITLE_LIMIT}
				onChange={(event) => change({ name: event.target.value })}
				error={tried && draft.name.trim() === "" ? t("required") : undefined}
			/>
			{train ? null : (
				<>
					<TextField
						label={t("gateName")}
						hint={t("gateHint")}
						value={draft.gate}
						maxLength={LABEL_LIMIT}
						optional
						onChange={(event) => change({ gate: event.target.value })}
					/>
					<TextField
						label={t("capacity")}
						inputMode="numeric"
						value={draft.capacity}
						optional
						onChange={(event) => change({ capacity: event.target.value })}
						error={tried && readCapacity(draft.capacity) === undefined ? t("capacityError") : undefined}
					/>
				</>
			)}
		</>
	);
}
