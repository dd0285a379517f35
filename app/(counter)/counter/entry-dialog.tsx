"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { numberOf } from "@/lib/offline/day-list";
import type { AttestationSheet } from "@/lib/offline/sealed-attestation";
import { stateOf } from "./day-list";
import { fieldNameKey, refusalKey } from "./refusal-text";
import { printBirth } from "./typed/typed-birth";
import type { DayEntry } from "./use-day-list";

type EntryDialogProps = {
	entry: DayEntry;
	onClose: () => void;
	onReprint: (sheet: AttestationSheet) => void;
	onCorrect: (key: string) => void;
	/** Puts a refused entry away without correcting it. */
	onDismiss: (key: string) => void;
};

/** One attestation of the list: whose, how far, and what can be done with it. */
export function EntryDialog({ entry, onClose, onReprint, onCorrect, onDismiss }: EntryDialogProps) {
	const t = useTranslations("counter.entry");
	const { row, sheet } = entry;
	const refused = stateOf(row) === "refused";
	return (
		<Dialog title={t("title", { number: String(numberOf(row)) })} onClose={onClose}>
			<div className="grid gap-5">
				{refused ? <Refusal entry={entry} /> : null}
				{sheet == null ? <p className="text-ink-2">{t("gone")}</p> : <SheetFacts entry={{ row, sheet }} />}
				<div className="flex flex-wrap gap-3">
					{refused && sheet != null ? (
						<Button tone="primary" onClick={() => onCorrect(row.key)}>
							{t("correct")}
						</Button>
					) : null}
					{sheet == null || refused ? null : (
						<Button tone="primary" onClick={() => onReprint(sheet)}>
							{t("reprint")}
						</Button>
					)}
					{refused ? (
						<Button title={t("closeHint")} onClick={() => onDismiss(row.key)}>
							{t("close")}
						</Button>
					) : null}
				</div>
			</div>
		</Dialog>
	);
}

function Refusal({ entry: { row } }: { entry: DayEntry }) {
	const t = useTranslations("counter");
	if (row.status !== "refused") return null;
	const field = fieldNameKey(row.field);
	return (
		<Notice tone="no" title={t("entry.why")}>
			<p>
				{t(`refusal.${refusalKey(row.reason)}`, { reason: row.reason })}
				{field === undefined ? null : ` (${t(`fieldName.${field}`)})`}
			</p>
			<p>{t("entry.toFix")}</p>
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
			<Fact label={t("born")}>{printBirth(sheet.person.birth)}</Fact>
			<Fact label={sheet.kind === "V" ? t("injectedAt") : t("sampledAt")}>{at(sheet.performedAt)}</Fact>
			<Fact label={t("issuedAt")}>{at(sheet.issuedAt)}</Fact>
			<Fact label={t("validUntil")}>{at(sheet.expires)}</Fact>
			{row.status === "registered" ? <Fact label={t("registeredAt")}>{at(row.registeredAt)}</Fact> : null}
		</dl>
	);
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-sm text-ink-2">{label}</dt>
			<dd className="tabular font-medium">{children}</dd>
		</>
	);
}
