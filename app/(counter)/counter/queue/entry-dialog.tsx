"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { numberOf } from "@/lib/device/counter/day-list";
import type { Mailing } from "@/lib/device/counter/mail-sheet";
import type { MendFailure } from "@/lib/device/counter/mend-refused";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { printDay } from "@/lib/entry/typed-day";
import type { MendableField } from "@/lib/outbox/mending";
import type { RecordInput } from "@/lib/protocol/records";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { MailButton } from "../sheet/mail-button";
import { MailDialog } from "../sheet/mail-dialog";
import { stateOf } from "./entry-state";
import { Fact } from "./fact";
import { MendDialog, type Mending } from "./mend-dialog";
import { ReasonForm } from "./reason-form";
import { fieldNameKey, refusalKey } from "./refusal-text";
import { mendedFieldOf, standingOf } from "./standing";
import type { DayEntry } from "./use-day-list";

export type MailActions = {
	/** The address that the person gave for the pass, while it is here. */
	readonly known: () => Promise<string | undefined>;
	readonly send: (sheet: AttestationSheet, to: { readonly email: string; readonly key: string }) => Promise<Mailing>;
	/** The portal answers: without it there is paper. */
	readonly there: boolean;
};

export type EntryActions = {
	readonly onClose: () => void;
	readonly onReprint: (sheet: AttestationSheet) => void;
	readonly mail: MailActions;
	/** Opens the form with its data; issuing replaces it. */
	readonly onCorrect: (key: string, reason: CorrectionReason) => void;
	/** The refused record whose field can be put right; undefined where it no longer can. */
	readonly toMend: (key: string) => Promise<RecordInput | undefined>;
	/** Sends it again with this text in that field. A code: it was not done. */
	readonly onMend: (key: string, value: string) => Promise<MendFailure["code"] | undefined>;
	/** Closes a refused entry without correcting it. */
	readonly onDismiss: (key: string) => void;
	readonly onRevoke: (key: string, reason: CorrectionReason) => void;
};

/** One attestation of the list: whose, how far, and what can be done with it. `mailing`: it opens with the address. */
export function EntryDialog({ entry, mailing, ...actions }: { entry: DayEntry; mailing: boolean } & EntryActions) {
	const t = useTranslations("counter.entry");
	const { row, sheet } = entry;
	const [asking, setAsking] = useState<Question | undefined>(mailing ? "mail" : undefined);
	const number = String(numberOf(row));
	if (asking !== undefined) return <Asking {...{ asking, entry, actions }} onBack={() => setAsking(undefined)} />;
	return (
		<Dialog title={t("title", { number })} onClose={actions.onClose}>
			<div className="grid gap-5">
				{stateOf(entry) === "refused" ? <Refusal entry={entry} /> : null}
				{entry.revocation === "refused" && row.state !== "refused" ? (
					<Notice tone="no">{t("revocationRefused")}</Notice>
				) : null}
				{sheet == null ? <p className="text-ink-2">{t("gone")}</p> : <SheetFacts entry={{ row, sheet }} />}
				<EntryButtons entry={entry} actions={actions} onAsk={setAsking} />
			</div>
		</Dialog>
	);
}

type Question = "correct" | "revoke" | "mail" | Mending;

/** Why, before anything is done: a correction opens the form, a revocation is final. */
function Asking(props: { asking: Question; entry: DayEntry; actions: EntryActions; onBack: () => void }) {
	const { asking, entry, actions, onBack } = props;
	const t = useTranslations("counter.entry");
	const day = useTranslations("day.correct");
	const { key } = entry.row;
	const number = String(numberOf(entry.row));
	if (typeof asking === "object") {
		const send = (value: string) => actions.onMend(key, value);
		return <MendDialog {...{ number, onBack, onClose: actions.onClose }} mending={asking} onSend={send} />;
	}
	if (asking === "mail") {
		const { sheet } = entry;
		if (sheet == null) return null;
		return (
			<MailDialog
				{...{ number, onBack, onClose: actions.onClose }}
				known={actions.mail.known}
				onSend={(email, id) => actions.mail.send(sheet, { email, key: id })}
				onPrint={() => actions.onReprint(sheet)}
			/>
		);
	}
	if (asking === "correct") {
		return (
			<Dialog title={day("title", { number })} onClose={actions.onClose}>
				<ReasonForm
					confirm={{ label: day("confirm"), tone: "primary" }}
					back={day("back")}
					onConfirm={(reason) => actions.onCorrect(key, reason)}
					onBack={onBack}
				>
					<p>{day("body")}</p>
				</ReasonForm>
			</Dialog>
		);
	}
	return (
		<Dialog title={t("revokeTitle", { number })} onClose={actions.onClose}>
			<ReasonForm
				confirm={{ label: t("revokeConfirm"), tone: "danger" }}
				back={t("keep")}
				onConfirm={(reason) => actions.onRevoke(key, reason)}
				onBack={onBack}
			>
				<p>{t("revokeBody")}</p>
			</ReasonForm>
		</Dialog>
	);
}

function EntryButtons(props: { entry: DayEntry; actions: EntryActions; onAsk: (asking: Question) => void }) {
	const { entry, actions, onAsk } = props;
	const t = useTranslations("counter.entry");
	const day = useTranslations("day");
	const { row, sheet } = entry;
	const state = stateOf(entry);
	if (state === "refused") {
		const field = mendedFieldOf(entry);
		const mend = async (one: MendableField) => {
			const record = await actions.toMend(row.key);
			if (record !== undefined) onAsk({ record, field: one });
		};
		return (
			<div className="flex flex-wrap gap-3">
				{field === undefined ? null : (
					<Button tone="primary" onClick={() => void mend(field)}>
						{day("mend.open")}
					</Button>
				)}
				{sheet == null ? null : (
					<Button tone={field === undefined ? "primary" : "plain"} onClick={() => onAsk("correct")}>
						{t("correct")}
					</Button>
				)}
				<Button title={t("closeHint")} onClick={() => actions.onDismiss(row.key)}>
					{t("close")}
				</Button>
			</div>
		);
	}
	const valid = state === "waiting" || state === "sending" || state === "registered";
	if (!valid || sheet == null) return null;
	return (
		<div className="flex flex-wrap gap-3">
			{/* The code of a returned sheet whose keys are gone is not known here. */}
			{sheet.checkCode.code === "" ? null : (
				<Button tone="primary" onClick={() => actions.onReprint(sheet)}>
					{t("reprint")}
				</Button>
			)}
			<MailButton sheet={sheet} there={actions.mail.there} onAsk={() => onAsk("mail")} />
			<Button onClick={() => onAsk("correct")}>{t("correct")}</Button>
			{entry.revocation === undefined ? <Button onClick={() => onAsk("revoke")}>{t("revoke")}</Button> : null}
		</div>
	);
}

function Refusal({ entry: { row, revocation } }: { entry: DayEntry }) {
	const t = useTranslations("counter");
	const day = useTranslations("day");
	if (row.state !== "refused") return null;
	const field = fieldNameKey(row.field);
	const standing = standingOf({ row, revocation });
	return (
		<Notice tone="no" title={t("entry.why")}>
			<p>
				{t(`refusal.${refusalKey(row.reason)}`, { reason: row.reason })}
				{field === undefined ? null : ` (${t(`fieldName.${field}`)})`}
			</p>
			<p>{day(`standing.${standing}`)}</p>
			{standing === "mendable" ? null : <p>{t("entry.toFix")}</p>}
		</Notice>
	);
}

function SheetFacts({ entry: { row, sheet } }: { entry: { row: DayEntry["row"]; sheet: AttestationSheet } }) {
	const t = useTranslations("counter.entry");
	const format = useFormatter();
	const at = (time: number) => format.dateTime(new Date(time * 1000), { dateStyle: "full", timeStyle: "short" });
	return (
		<dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
			<Fact label={t("person")}>
				{sheet.person.family} {sheet.person.given}
			</Fact>
			<Fact label={t("born")}>{printDay(sheet.person.birth)}</Fact>
			<Fact label={sheet.kind === "V" ? t("injectedAt") : t("sampledAt")}>{at(sheet.performedAt)}</Fact>
			<Fact label={t("issuedAt")}>{at(sheet.issuedAt)}</Fact>
			<Fact label={t("validUntil")}>{at(sheet.expires)}</Fact>
			{row.state === "registered" ? <Fact label={t("registeredAt")}>{at(row.registeredAt)}</Fact> : null}
		</dl>
	);
}
