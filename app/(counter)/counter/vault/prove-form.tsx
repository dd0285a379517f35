"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { provePassphrase } from "@/lib/device/counter/vault/vault-changes";
import { PassphraseField } from "./passphrase-fields";
import { useUnlockWait } from "./use-unlock-wait";

/** Asks for the passphrase of a counter that is open: what follows is for whoever knows it. `submit`: the button's words. */
export function ProveForm({ submit, onProven }: { submit: string; onProven: (passphrase: string) => void }) {
	const unlock = useTranslations("vault.unlock");
	const words = useTranslations("vault.passphrase");
	const [typed, setTyped] = useState("");
	const [busy, setBusy] = useState(false);
	const [wrong, setWrong] = useState(false);
	const [wait, readWait] = useUnlockWait();
	const prove = async (event: FormEvent) => {
		event.preventDefault();
		if (busy || wait > 0) return;
		setBusy(true);
		const proven = await provePassphrase(typed);
		if (proven.outcome === "right") return onProven(typed);
		await readWait();
		setBusy(false);
		setWrong(proven.outcome === "wrong");
	};
	return (
		<form onSubmit={(event) => void prove(event)} noValidate className="grid gap-4">
			<PassphraseField
				name="passphrase"
				label={words("label")}
				error={wait > 0 ? unlock("locked", { seconds: wait }) : wrong ? unlock("wrong") : undefined}
				shown={false}
				value={typed}
				onType={(text) => {
					setWrong(false);
					setTyped(text);
				}}
			/>
			<Button type="submit" tone="primary" busy={busy} className="justify-self-start">
				{submit}
			</Button>
		</form>
	);
}
