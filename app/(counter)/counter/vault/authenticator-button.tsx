"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { hasAuthenticator, unlockByAuthenticator } from "@/lib/device/counter/vault/authenticator";
import type { Attempt } from "./attempt";

const isThere = () => hasAuthenticator();
type Fault = Exclude<Awaited<ReturnType<typeof unlockByAuthenticator>>["outcome"], "right" | "locked">;

/** Opens a locked counter by the platform's authenticator, where one was added. The passphrase stays beside it (VA-13). */
export function AuthenticatorButton({ attempt }: { attempt: Attempt }) {
	const t = useTranslations("vault.unlock.authenticator");
	const there = useLive(isThere);
	const [state, setState] = useState<"open" | "busy" | Fault>("open");
	if (there.state !== "ready" || !there.value) return null;
	const unlock = async () => {
		if (state === "busy") return;
		setState("busy");
		const { outcome } = await attempt(() => unlockByAuthenticator());
		if (outcome !== "right") setState(outcome === "locked" ? "open" : outcome);
	};
	return (
		<div className="grid justify-items-start gap-3" data-vault-authenticator="">
			<Button busy={state === "busy"} onClick={() => void unlock()}>
				{t("open")}
			</Button>
			<div role="status" className="empty:hidden">
				{state === "open" || state === "busy" ? null : <Notice tone="no">{t(`fault.${state}`)}</Notice>}
			</div>
		</div>
	);
}
