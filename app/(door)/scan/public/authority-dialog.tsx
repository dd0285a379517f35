"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button, ButtonLink } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import type { Trust } from "@/lib/trust/trust";
import type { KeyUpdate } from "../keys/use-key-update";

/** Whose keys these are, as far as this browser can know, and what else there is to do. */
export function AuthorityDialog(props: { trust: Trust; update: KeyUpdate; onEnd: () => void; onClose: () => void }) {
	const { trust, update, onEnd, onClose } = props;
	const t = useTranslations("public.authority");
	const format = useFormatter();
	const { list } = trust;
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("body")}</p>
			{trust.keyset === undefined ? null : (
				<p data-root={trust.root} className="mt-3 font-mono text-lg break-all">
					{trust.root.match(/.{1,8}/g)?.join(" ")}
				</p>
			)}
			<p className="mt-3 text-ink-2">{t("compare")}</p>
			{list === undefined ? null : (
				<p className="mt-3">
					{t("list", { date: format.dateTime(list.iat * 1000, { dateStyle: "long", timeStyle: "short" }) })}
				</p>
			)}
			<div className="mt-5 grid gap-2.5">
				<Button busy={update.state === "busy"} onClick={update.start}>
					{t("update")}
				</Button>
				<p role="status" className="text-sm">
					{update.state === "updated" ? t("updated") : update.state === "failed" ? t("notUpdated") : null}
				</p>
				<ButtonLink href="/enrol">{t("enrol")}</ButtonLink>
				<Button onClick={onEnd}>{t("end")}</Button>
			</div>
			<div className="mt-4 border-t border-line pt-4">
				<LocaleSwitch />
			</div>
		</Dialog>
	);
}
