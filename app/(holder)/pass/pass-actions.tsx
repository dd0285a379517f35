"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { StorageNotKept } from "@/app/_device/storage-notices";
import { useBrowserFacts } from "@/app/_device/use-browser-facts";
import { useStoragePromise } from "@/app/_device/use-storage-promise";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { forgetPass, keepPass } from "@/lib/device/holder/kept-pass";
import { questionNotice } from "@/lib/device/identity/storage-guidance";
import { deviceNow } from "@/lib/device/trust/clock";
import { type PassCaption, passImage } from "./pass-image";
import { saveImage } from "./save-image";
import { WalletDialog } from "./wallet-dialog";

type Props = { readonly hc1: string; readonly id: string; readonly kept: boolean; readonly caption: PassCaption };

/** Ways to have the pass without the portal: in this browser, on paper, as a picture, in a wallet. */
export function PassActions({ hc1, id, kept, caption }: Props) {
	const t = useTranslations("holder");
	const [problem, setProblem] = useState<"notKept" | "noImage">();
	const [open, setOpen] = useState<"forget" | "wallet">();
	const [image, setImage] = useState<"shared" | "saved">();
	// Of a pass that is kept now the person is asked; of one that was kept before, nobody unannounced.
	const [keptBefore] = useState(kept);
	const promise = useStoragePromise({ quietly: keptBefore });
	const facts = useBrowserFacts();
	const phone = facts?.kind === "iphone" || facts?.kind === "ipad";
	const keep = async () => {
		const stored = await keepPass({ id, hc1, keptAt: deviceNow() });
		setProblem(stored.ok ? undefined : "notKept");
		// After it is stored: some browsers leave the question open, and the pass is kept all the same.
		if (stored.ok) await promise.ask();
	};
	const picture = async () => {
		setImage(undefined);
		try {
			const saved = await saveImage(await passImage(hc1, caption), { share: phone });
			setImage(saved === "left" ? undefined : saved);
			setProblem(undefined);
		} catch {
			setProblem("noImage"); // no canvas, or no memory for one: paper is left
		}
	};
	return (
		<>
			{problem === undefined ? null : (
				<Notice tone="compare" alert>
					{t(`pass.${problem}`)}
				</Notice>
			)}
			<div className="screen-only flex flex-wrap gap-2.5">
				<Button className="flex-auto" onClick={() => window.print()}>
					{t("pass.print")}
				</Button>
				<Button className="flex-auto" onClick={() => void picture()}>
					{t("pass.image")}
				</Button>
				<Button className="flex-auto" onClick={() => setOpen("wallet")}>
					{t("pass.wallet")}
				</Button>
				<Button
					tone={kept ? "plain" : "primary"}
					className="flex-auto"
					onClick={() => (kept ? setOpen("forget") : void keep())}
				>
					{kept ? t("pass.forget") : t("pass.keep")}
				</Button>
			</div>
			<p role="status" className="screen-only text-sm text-ink-2 empty:hidden">
				{image === undefined ? null : t(`pass.${image}`)}
			</p>
			<p role="status" className="screen-only text-sm text-ink-2 empty:hidden">
				{kept ? t("pass.keptHere") : null}
			</p>
			{kept || facts === undefined ? null : <Announced facts={facts} />}
			<div className="screen-only empty:hidden">
				{kept ? (
					<StorageNotKept promise={promise} title={t("pass.notPromised.title")}>
						<p>{t("pass.notPromised.body")}</p>
					</StorageNotKept>
				) : null}
			</div>
			{open === "wallet" ? <WalletDialog hc1={hc1} facts={facts} onClose={() => setOpen(undefined)} /> : null}
			{open === "forget" ? <ForgetDialog id={id} onClose={() => setOpen(undefined)} /> : null}
		</>
	);
}

/** What the browser will ask when the pass is kept. */
function Announced({ facts }: { facts: Parameters<typeof questionNotice>[0] }) {
	const t = useTranslations("storage");
	const question = questionNotice(facts);
	if (question !== "question" && question !== "question_android") return null;
	return (
		<p data-question={question} className="screen-only text-sm text-ink-2">
			{t(`question.${question}.body`, { host: window.location.host })}
		</p>
	);
}

function ForgetDialog({ id, onClose }: { id: string; onClose: () => void }) {
	const t = useTranslations("holder.forget");
	const forget = async () => {
		await forgetPass(id);
		onClose();
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("body")}</p>
			<div className="mt-5 grid grid-cols-2 gap-2.5">
				<Button onClick={onClose}>{t("no")}</Button>
				<Button tone="danger" onClick={() => void forget()}>
					{t("yes")}
				</Button>
			</div>
		</Dialog>
	);
}
