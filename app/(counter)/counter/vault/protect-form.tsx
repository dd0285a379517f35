"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button, ButtonLink } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { type ProtectFailure, protectCounter } from "@/lib/device/counter/vault/counter-vault";
import type { Attempt } from "./attempt";
import { faultOf, NewPassphraseFields } from "./passphrase-fields";

/**
 * The first passphrase of a counter: just enrolled, or of an earlier version. `onBack`: there is a vault that nobody can
 * open; what it sealed is said to be lost before another takes its place (VA-12).
 */
export function ProtectForm({ attempt, onBack }: { attempt: Attempt; onBack?: () => void }) {
	const t = useTranslations("vault.protect");
	const [typed, setTyped] = useState<Parameters<typeof NewPassphraseFields>[0]["value"]>(NOTHING);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<ProtectFailure>();
	const field = useRef<HTMLInputElement>(null);
	useEffect(() => field.current?.focus(), []);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const fault = faultOf(typed.first, typed.second);
		setTyped({ ...typed, fault });
		if (fault !== undefined || busy) return;
		setBusy(true);
		const { made } = await attempt(async () => {
			const tried = await protectCounter(typed.first);
			return { made: tried, code: tried.ok ? tried.value.code : undefined };
		});
		if (made.ok) return;
		setBusy(false);
		setFailure(made.error);
	};
	if (failure?.code === "keys_lost") return <KeysLost />;
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-5" data-vault="protect">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<p>{t("why")}</p>
			<p className="text-ink-2">{t("keys")}</p>
			{onBack === undefined ? null : (
				<Notice tone="compare" title={t("anew.title")}>
					<p>{t("anew.goes")}</p>
					<p>{t("anew.lost")}</p>
				</Notice>
			)}
			{failure === undefined ? null : (
				<Notice tone="no" alert>
					{t("storage")}
				</Notice>
			)}
			<NewPassphraseFields value={typed} onChange={setTyped} inputRef={field} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone="primary" busy={busy}>
					{t("submit")}
				</Button>
				{onBack === undefined ? null : (
					<Button tone="quiet" onClick={onBack}>
						{t("anew.back")}
					</Button>
				)}
			</div>
		</form>
	);
}

const NOTHING = { first: "", second: "", fault: undefined } as const;

function KeysLost() {
	const t = useTranslations("vault.protect.lost");
	return (
		<div className="grid justify-items-start gap-5">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<Notice tone="no" alert>
				{t("body")}
			</Notice>
			<ButtonLink tone="primary" href="/enrol">
				{t("enrol")}
			</ButtonLink>
		</div>
	);
}
