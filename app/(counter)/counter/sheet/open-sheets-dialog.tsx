"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import type { SheetFate } from "@/lib/device/counter/sheet-fate";

export type OpenSheet = { readonly key: string; readonly sheet: AttestationSheet };

type OpenSheetsDialogProps = {
	open: readonly OpenSheet[];
	onPrint: (sheets: readonly OpenSheet[]) => void;
	onSay: (keys: readonly string[], fate: SheetFate) => void;
	onClose: () => void;
};

/** A school class, a care home, or what a full printer left: printed as one job with a list, and then ticked off. */
export function OpenSheetsDialog({ open, onPrint, onSay, onClose }: OpenSheetsDialogProps) {
	const t = useTranslations("day.open");
	const format = useFormatter();
	const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
	const chosen = open.filter(({ key }) => !left.has(key));
	const toggle = (key: string) =>
		setLeft((before) => {
			const next = new Set(before);
			if (!next.delete(key)) next.add(key);
			return next;
		});
	const say = (fate: SheetFate) =>
		onSay(
			chosen.map(({ key }) => key),
			fate,
		);
	return (
		<Dialog title={t("title", { count: open.length })} onClose={onClose} wide>
			<div className="grid gap-5">
				<p>{t("body")}</p>
				<ul className="max-h-80 overflow-auto border-y border-line" data-open-sheets>
					{open.map(({ key, sheet }) => (
						<li key={key} className="border-b border-line last:border-0">
							<label className="flex min-h-11 items-center gap-3 px-1">
								<input
									type="checkbox"
									className="size-5 accent-accent"
									checked={!left.has(key)}
									onChange={() => toggle(key)}
								/>
								<span>
									{sheet.person.family} {sheet.person.given}
									<small className="ml-2 text-ink-2">
										{t("issued", {
											number: String(numberOf(sheet)),
											time: format.dateTime(sheet.issuedAt * 1000, { dateStyle: "short", timeStyle: "short" }),
										})}
									</small>
								</span>
							</label>
						</li>
					))}
				</ul>
				<div className="flex flex-wrap gap-3">
					<Button tone="primary" disabled={chosen.length === 0} onClick={() => onPrint(chosen)}>
						{t("printChosen", { count: chosen.length })}
					</Button>
					<Button disabled={chosen.length === 0} onClick={() => say("handed")}>
						{t("handedChosen")}
					</Button>
					<Button disabled={chosen.length === 0} onClick={() => say("useless")}>
						{t("useless")}
					</Button>
				</div>
			</div>
		</Dialog>
	);
}
