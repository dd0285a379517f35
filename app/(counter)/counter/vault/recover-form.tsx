"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { recoverCounter, type Unlocking } from "@/lib/device/counter/vault/counter-vault";
import { readEnrolmentCode } from "@/lib/device/identity/enrolment-link";
import type { Attempt } from "./attempt";
import { faultOf, NewPassphraseFields } from "./passphrase-fields";
import { useUnlockWait } from "./use-unlock-wait";

type RecoverProps = {
	attempt: Attempt;
	onBack: () => void;
	/** There is a way without the code: this counter was just enrolled anew. */
	onAnew: (() => void) | undefined;
};
type CodeFault = "codeError" | "wrong";

/** Opens a locked counter by its recovery code, with another passphrase in place of the forgotten one. */
export function RecoverForm({ attempt, onBack, onAnew }: RecoverProps) {
	const t = useTranslations("vault.recover");
	const unlock = useTranslations("vault.unlock");
	const recovery = useTranslations("vault.recovery");
	const [typed, setTyped] = useState("");
	const [codeFault, setCodeFault] = useState<CodeFault>();
	const [passphrase, setPassphrase] = useState<Parameters<typeof NewPassphraseFields>[0]["value"]>({
		...{ first: "", second: "", fault: undefined },
	});
	const [busy, setBusy] = useState(false);
	const [wait, readWait] = useUnlockWait();
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector("input")?.focus(), []);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const code = readEnrolmentCode(typed);
		const fault = faultOf(passphrase.first, passphrase.second);
		setCodeFault(code === undefined ? "codeError" : undefined);
		setPassphrase({ ...passphrase, fault });
		if (code === undefined || fault !== undefined || busy || wait > 0) return;
		setBusy(true);
		const recovered = await attempt<Unlocking>(() => recoverCounter({ code, passphrase: passphrase.first }));
		if (recovered.outcome === "right") return;
		await readWait();
		setBusy(false);
		if (recovered.outcome === "wrong") setCodeFault("wrong");
	};
	return (
		<form ref={form} onSubmit={(event) => void submit(event)} noValidate className="grid gap-5" data-vault="recover">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			<p>{t("why")}</p>
			<TextField
				name="recovery"
				label={recovery("label")}
				error={wait > 0 ? unlock("locked", { seconds: wait }) : codeFault && t(codeFault)}
				autoCapitalize="characters"
				value={typed}
				onChange={(event) => {
					setCodeFault(undefined);
					setTyped(event.target.value);
				}}
			/>
			<NewPassphraseFields value={passphrase} onChange={setPassphrase} />
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone="primary" busy={busy}>
					{busy ? unlock("busy") : t("submit")}
				</Button>
				<Button tone="quiet" onClick={onBack}>
					{t("back")}
				</Button>
			</div>
			{onAnew === undefined ? (
				<p className="text-sm text-ink-2">{t("noCode")}</p>
			) : (
				<div className="grid justify-items-start gap-3 border-t border-line pt-5" data-vault-anew="">
					<p>{t("anew")}</p>
					<Button onClick={onAnew}>{t("startAnew")}</Button>
				</div>
			)}
		</form>
	);
}
