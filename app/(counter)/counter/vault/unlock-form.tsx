"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { type Unlocking, unlockCounter } from "@/lib/device/counter/vault/counter-vault";
import type { Attempt } from "./attempt";
import { AuthenticatorButton } from "./authenticator-button";
import { BareKeyNotice } from "./bare-key-notice";
import { PassphraseField, ShowTyped } from "./passphrase-fields";
import { ProtectForm } from "./protect-form";
import { RecoverForm } from "./recover-form";
import { useUnlockWait } from "./use-unlock-wait";

/**
 * Opens a locked counter, by its passphrase or, where that is forgotten, by its recovery code. `anew`: it was just enrolled
 * over an earlier enrolment, and where both are lost it can be protected anew (VA-12).
 */
export function UnlockForm({ attempt, anew }: { attempt: Attempt; anew: boolean }) {
	const [way, setWay] = useState<"passphrase" | "recovery" | "anew">("passphrase");
	if (way === "passphrase") return <ByPassphrase attempt={attempt} onForgotten={() => setWay("recovery")} />;
	if (way === "anew") return <ProtectForm attempt={attempt} onBack={() => setWay("recovery")} />;
	const onAnew = anew ? () => setWay("anew") : undefined;
	return <RecoverForm attempt={attempt} onBack={() => setWay("passphrase")} onAnew={onAnew} />;
}

function ByPassphrase({ attempt, onForgotten }: { attempt: Attempt; onForgotten: () => void }) {
	const t = useTranslations("vault.unlock");
	const words = useTranslations("vault.passphrase");
	const [typed, setTyped] = useState("");
	const [shown, setShown] = useState(false);
	const [busy, setBusy] = useState(false);
	const [wrong, setWrong] = useState(false);
	const [wait, readWait] = useUnlockWait();
	const field = useRef<HTMLInputElement>(null);
	useEffect(() => field.current?.focus(), []);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (busy || wait > 0) return;
		setBusy(true);
		const unlocking = await attempt<Unlocking>(() => unlockCounter(typed));
		if (unlocking.outcome === "right") return;
		await readWait();
		setBusy(false);
		setWrong(unlocking.outcome === "wrong");
		field.current?.select();
	};
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-5" data-vault="unlock">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<PassphraseField
				name="passphrase"
				label={words("label")}
				error={wait > 0 ? t("locked", { seconds: wait }) : wrong ? t("wrong") : undefined}
				shown={shown}
				value={typed}
				onType={(text) => {
					setWrong(false);
					setTyped(text);
				}}
				inputRef={field}
			/>
			<ShowTyped shown={shown} onShow={setShown} />
			<AuthenticatorButton attempt={attempt} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone="primary" busy={busy}>
					{busy ? t("busy") : t("submit")}
				</Button>
				<Button tone="quiet" onClick={onForgotten}>
					{t("forgotten")}
				</Button>
			</div>
			<BareKeyNotice />
		</form>
	);
}
