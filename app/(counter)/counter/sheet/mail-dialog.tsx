"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { Notice } from "@/app/_ui/notice";
import type { Mailing } from "@/lib/device/counter/mail-sheet";
import { recordInput } from "@/lib/protocol/records";

const address = recordInput.shape.contact.shape.email.unwrap();

export type MailProps = {
	readonly number: string;
	/** The person's, while the counter has it. */
	readonly known: () => Promise<string | undefined>;
	/** `key`: of this sending. */
	readonly onSend: (email: string, key: string) => Promise<Mailing>;
	readonly onPrint: () => void;
	readonly onBack: () => void;
	readonly onClose: () => void;
};

/** [SH-19] The sheet to an address that the person names. It is not kept; what came of it is said, and paper is always there. */
export function MailDialog({ number, known, onSend, onPrint, onBack, onClose }: MailProps) {
	const t = useTranslations("day.mail");
	const [typed, setTyped] = useState("");
	const [wrong, setWrong] = useState<string>();
	const [busy, setBusy] = useState(false);
	const [mailing, setMailing] = useState<Mailing>();
	const key = useRef<string>(undefined);
	const form = useRef<HTMLFormElement>(null);
	const done = useRef<HTMLButtonElement>(null);
	useKnownAddress(known, setTyped);
	const handed = mailing?.outcome === "handed";
	useEffect(() => {
		if (handed) done.current?.focus();
	}, [handed]);
	const type = (text: string) => {
		setTyped(text);
		setWrong(undefined);
		setMailing(undefined);
		key.current = undefined;
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (busy) return;
		const email = typed.trim();
		if (!address.safeParse(email).success) {
			setWrong(t("malformed"));
			form.current?.querySelector("input")?.focus();
			return;
		}
		// The same sending, if nobody knows what became of the last try.
		key.current ??= crypto.randomUUID();
		setBusy(true);
		setMailing(undefined);
		setMailing(await onSend(email, key.current));
		setBusy(false);
	};
	if (handed) {
		return (
			<Dialog title={t("title", { number })} onClose={onClose}>
				<div className="grid gap-5">
					<Notice tone="ok" alert title={t("handed.title")}>
						{t("handed.body", { email: typed.trim() })}
					</Notice>
					<div className="flex flex-wrap gap-3">
						<Button ref={done} tone="primary" onClick={onClose}>
							{t("done")}
						</Button>
						<Button onClick={onPrint}>{t("print")}</Button>
					</div>
				</div>
			</Dialog>
		);
	}
	return (
		<Dialog title={t("title", { number })} onClose={onClose}>
			<form ref={form} noValidate onSubmit={(event) => void submit(event)} className="grid gap-5">
				<p>{t("body")}</p>
				<TextField
					label={t("label")}
					name="mail-to"
					type="email"
					inputMode="email"
					hint={t("hint")}
					error={wrong}
					value={typed}
					onChange={(event) => type(event.target.value)}
				/>
				{mailing === undefined ? null : <NotSent mailing={mailing} />}
				<div className="flex flex-wrap gap-3">
					<Button type="submit" tone="primary" busy={busy}>
						{busy ? t("sending") : t("send")}
					</Button>
					<Button onClick={onPrint}>{t("print")}</Button>
					<Button onClick={onBack}>{t("back")}</Button>
				</div>
			</form>
		</Dialog>
	);
}

/** Filled in unless somebody has begun to type. */
function useKnownAddress(known: MailProps["known"], fill: (change: (typed: string) => string) => void): void {
	const asked = useRef(false);
	useEffect(() => {
		if (asked.current) return;
		asked.current = true;
		known().then(
			(email) => email !== undefined && fill((typed) => (typed === "" ? email : typed)),
			(error: unknown) => reportError(error),
		);
	}, [known, fill]);
}

function NotSent({ mailing }: { mailing: Mailing }) {
	const t = useTranslations("day.mail");
	switch (mailing.outcome) {
		case "handed":
			return null;
		case "refused":
			return (
				<Notice tone="no" alert title={t("refused.title")}>
					{t("refused.body", { code: String(mailing.code) })}
				</Notice>
			);
		case "not_handed":
			return (
				<Notice tone="compare" alert title={t("notSent")}>
					{t(mailing.reason)}
				</Notice>
			);
		case "portal":
			return (
				<Notice tone="compare" alert title={t("notSent")}>
					{t("portal")}
				</Notice>
			);
		case "no_answer":
			return (
				<Notice tone="compare" alert title={t("no_answer.title")}>
					{t("no_answer.body")}
				</Notice>
			);
	}
}
