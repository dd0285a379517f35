"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useContext, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { changePassphrase, renewRecovery } from "@/lib/device/counter/vault/vault-changes";
import { AuthenticatorPart } from "./authenticator-part";
import { BareKeyNotice } from "./bare-key-notice";
import { NewCodeContext } from "./new-code";
import { faultOf, type NewPassphrase, NewPassphraseFields } from "./passphrase-fields";
import { ProveForm } from "./prove-form";

/** What opens this counter, for whoever knows its passphrase: another one, another recovery code (VA-10). */
export function ProtectionDialog({ onClose }: { onClose: () => void }) {
	const t = useTranslations("vault.protection");
	const [passphrase, setPassphrase] = useState<string>();
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-7" data-protection={passphrase === undefined ? "asks" : "open"}>
				<p>{t("why")}</p>
				<BareKeyNotice />
				{passphrase === undefined ? (
					<ProveForm submit={t("prove")} onProven={setPassphrase} />
				) : (
					<>
						<ChangePassphrase passphrase={passphrase} onChanged={setPassphrase} />
						<RenewRecovery passphrase={passphrase} />
						<AuthenticatorPart passphrase={passphrase} />
					</>
				)}
			</div>
		</Dialog>
	);
}

const NOTHING: NewPassphrase = { first: "", second: "", fault: undefined };

function ChangePassphrase(props: { passphrase: string; onChanged: (passphrase: string) => void }) {
	const { passphrase, onChanged } = props;
	const t = useTranslations("vault.protection.change");
	const [typed, setTyped] = useState(NOTHING);
	const [state, setState] = useState<"open" | "busy" | "changed" | Fault>("open");
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const fault = faultOf(typed.first, typed.second);
		setTyped({ ...typed, fault });
		if (fault !== undefined || state === "busy") return;
		setState("busy");
		const changed = await changePassphrase({ before: passphrase, after: typed.first });
		if (changed.outcome !== "right") return setState(faultIn(changed));
		setState("changed");
		onChanged(typed.first);
		setTyped(NOTHING);
	};
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4" data-protection-part="change">
			<h3 className="text-lg font-semibold">{t("title")}</h3>
			<p>{t("why")}</p>
			<NewPassphraseFields value={typed} onChange={setTyped} />
			<Button type="submit" tone="primary" busy={state === "busy"} className="justify-self-start">
				{t("submit")}
			</Button>
			<div role="status" className="empty:hidden">
				{state === "changed" ? <Notice tone="ok">{t("done")}</Notice> : null}
				<FaultNotice fault={state} words={t("failed")} />
			</div>
		</form>
	);
}

/** `failed`: the passphrase is not the one that was proven any more. */
type Fault = "disk" | "failed";

const faultIn = ({ outcome }: { outcome: string }): Fault => (outcome === "disk" ? "disk" : "failed");

function FaultNotice({ fault, words }: { fault: string; words: string }) {
	const t = useTranslations("vault.protect");
	if (fault !== "disk" && fault !== "failed") return null;
	return <Notice tone="no">{fault === "disk" ? t("storage") : words}</Notice>;
}

/** The code appears on a page of its own, where it is typed back. */
function RenewRecovery({ passphrase }: { passphrase: string }) {
	const t = useTranslations("vault.protection.recovery");
	const show = useContext(NewCodeContext);
	const [state, setState] = useState<"open" | "busy" | Fault>("open");
	const renew = async () => {
		setState("busy");
		const renewed = await renewRecovery(passphrase);
		if (renewed.code === undefined) return setState(faultIn(renewed));
		show(renewed.code);
	};
	return (
		<section className="grid gap-4" data-protection-part="recovery">
			<h3 className="text-lg font-semibold">{t("title")}</h3>
			<p>{t("why")}</p>
			<Button busy={state === "busy"} onClick={() => void renew()} className="justify-self-start">
				{t("submit")}
			</Button>
			<div role="status" className="empty:hidden">
				<FaultNotice fault={state} words={t("failed")} />
			</div>
		</section>
	);
}
