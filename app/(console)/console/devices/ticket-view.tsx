"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import { QrCode } from "@/app/_ui/qr-code";
import type { EnrolmentTicket } from "@/lib/protocol/console";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import { Moment } from "../_list/moment";

type TicketProps = { ticket: EnrolmentTicket; role: DeviceRole; owner: string };

/** Twenty symbols in fives: easier to read aloud and to type. */
const grouped = (code: string) => code.replace(/(.{5})(?=.)/g, "$1 ");

/** The enrolment code as QR, link and text. What is printed is a sheet of its own, not this dialog. */
export function TicketView({ ticket, role, owner, onClose }: TicketProps & { onClose: () => void }) {
	const t = useTranslations("console.ticket");
	const roles = useTranslations("console.role");
	const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
	const copy = () =>
		void navigator.clipboard.writeText(ticket.link).then(
			() => setCopied("yes"),
			// Browsers refuse without a secure context or the permission: the link can be selected by hand.
			() => setCopied("refused"),
		);
	return (
		<div className="grid gap-4">
			<Notice tone="compare">{t("once")}</Notice>
			<div className="grid gap-6 sm:grid-cols-[220px_1fr]">
				<QrCode text={ticket.link} label={t("qr")} className="size-55 justify-self-center border border-line" />
				<dl className="grid content-start gap-3 [&_dt]:text-sm [&_dt]:text-ink-2">
					<div>
						<dt>{t("for")}</dt>
						<dd className="font-semibold">
							{roles(role)} · {owner}
						</dd>
					</div>
					<div>
						<dt>{t("until")}</dt>
						<dd>
							<Moment at={ticket.expiresAt} />
						</dd>
					</div>
					<div>
						<dt>{t("code")}</dt>
						<dd className="font-mono text-lg font-semibold">{grouped(ticket.code)}</dd>
					</div>
					<div>
						<dt>{t("link")}</dt>
						<dd className="font-mono text-sm break-all">{ticket.link}</dd>
					</div>
				</dl>
			</div>
			<LiveRegion>{copied === "no" ? "" : t(`copied.${copied}`)}</LiveRegion>
			{copied === "refused" ? <p className="text-sm text-no">{t("copied.refused")}</p> : null}
			<div className="flex flex-wrap justify-end gap-2">
				<Button onClick={copy}>{copied === "yes" ? t("copied.yes") : t("copy")}</Button>
				<Button onClick={() => window.print()}>{t("print")}</Button>
				<Button tone="primary" onClick={onClose}>
					{t("done")}
				</Button>
			</div>
			{createPortal(<PrintedTicket ticket={ticket} role={role} owner={owner} />, document.body)}
		</div>
	);
}

/** What comes out of the printer: it goes to whoever holds the device, so it says what to do with it. */
function PrintedTicket({ ticket, role, owner }: TicketProps) {
	const t = useTranslations("console.ticket");
	const roles = useTranslations("console.role");
	return (
		<section className="paper-only p-8">
			<p className="text-2xl font-semibold">{t("sheetTitle", { role: roles(role), owner })}</p>
			<QrCode text={ticket.link} label={t("qr")} className="my-6 size-72" />
			<p>{t("sheetHow")}</p>
			<p className="mt-4 font-mono text-xl font-semibold">{grouped(ticket.code)}</p>
			<p className="mt-2 font-mono text-sm break-all">{ticket.link}</p>
			<p className="mt-4">
				{t("until")} <Moment at={ticket.expiresAt} />
			</p>
			<p className="mt-4 text-sm">{t("sheetSecret")}</p>
		</section>
	);
}
