"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import {
	type AuthenticatorChange,
	addAuthenticator,
	hasAuthenticator,
	removeAuthenticator,
} from "@/lib/device/counter/vault/authenticator";
import { loadDevice } from "@/lib/device/identity/device-store";
import { hasPlatformAuthenticator } from "@/lib/device/identity/vault/platform-authenticator";

const isThere = () => hasAuthenticator();

/** Opening by a finger, a face or the system's own code: added, or taken away (VA-13). */
export function AuthenticatorPart({ passphrase }: { passphrase: string }) {
	const t = useTranslations("vault.protection.authenticator");
	const there = useLive(isThere);
	const [state, setState] = useState<"open" | "busy" | AuthenticatorChange>("open");
	const on = there.state === "ready" && there.value;
	const change = async () => {
		if (state === "busy") return;
		setState("busy");
		if (on) return setState(await removeAuthenticator(passphrase));
		if (!(await hasPlatformAuthenticator())) return setState("unsupported");
		setState(await addAuthenticator({ passphrase, label: (await loadDevice())?.label ?? "" }));
	};
	return (
		<section className="grid gap-4" data-protection-part="authenticator">
			<h3 className="text-lg font-semibold">{t("title")}</h3>
			<p>{t("why")}</p>
			<Button busy={state === "busy"} onClick={() => void change()} className="justify-self-start">
				{on ? t("remove") : t("add")}
			</Button>
			<div role="status" className="empty:hidden">
				{state === "open" || state === "busy" ? null : (
					<Notice tone={state === "done" ? "ok" : "no"}>
						{state === "done" ? t(on ? "added" : "removed") : t(`fault.${state}`)}
					</Notice>
				)}
			</div>
		</section>
	);
}
