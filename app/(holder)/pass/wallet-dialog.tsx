"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import type { BrowserKind } from "@/lib/device/identity/browser-kind";
import type { BrowserFacts } from "@/lib/device/identity/storage-guidance";
import { walletLink } from "@/lib/formats/hc1/wallet-link";

const TELEPHONES: readonly BrowserKind[] = ["iphone", "ipad", "firefox_android", "chromium_android"];

/** A wallet reads the code as every verifier does. The French one also takes it by a link, on a telephone that has it. */
export function WalletDialog(props: { hc1: string; facts: BrowserFacts | undefined; onClose: () => void }) {
	const { hc1, facts, onClose } = props;
	const t = useTranslations("holder.wallet");
	const here = facts !== undefined && TELEPHONES.includes(facts.kind);
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{here ? t("onThisTelephone") : t("onATelephone")}</p>
			{here ? (
				<>
					<p className="mt-4">{t("official")}</p>
					<ButtonLink className="mt-3" href={walletLink(hc1)} rel="noreferrer">
						{t("open")}
					</ButtonLink>
				</>
			) : null}
		</Dialog>
	);
}
