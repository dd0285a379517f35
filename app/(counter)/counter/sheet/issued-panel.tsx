"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { useSheetOrigin } from "../training/training";
import { MailButton } from "./mail-button";
import { SheetPaper } from "./sheet-paper";

/**
 * The attestation is stored and here it is. Did it print? Going on says yes; every other answer has a button. The focus
 * is on the next person: Enter goes on.
 */
export function IssuedPanel(props: {
	sheet: AttestationSheet;
	/** The paper did not come out: it is printed again, and is no reprint. */
	onPrintAgain: () => void;
	onNext: () => void;
	/** Something on it is wrong: back to the form, or taken back. */
	onWrong: () => void;
	/** To the person's address, too; undefined while it cannot be sent. */
	onMail: (() => void) | undefined;
}) {
	const { sheet, onPrintAgain, onNext, onWrong, onMail } = props;
	const t = useTranslations("counter");
	const day = useTranslations("day.issued");
	const next = useRef<HTMLButtonElement>(null);
	const { index } = sheet;
	const origin = useSheetOrigin();
	// biome-ignore lint/correctness/useExhaustiveDependencies: another sheet is another question.
	useEffect(() => next.current?.focus(), [index]);
	return (
		<section aria-labelledby="issued-title">
			<div role="status">
				<h2 id="issued-title" className="flex items-center gap-3 text-2xl font-semibold">
					<span aria-hidden="true" className="grid size-9 place-items-center rounded-full bg-ok-bg text-xl text-ok">
						✓
					</span>
					{t("issued.title", { number: String(numberOf(sheet)) })}
				</h2>
			</div>
			<p className="mt-2 text-ink-2">
				{t("issued.saved")} {t("issued.hand")}
			</p>
			<p className="mt-4 font-semibold">{day("question")}</p>
			<div className="mt-3 flex flex-wrap gap-3">
				<Button ref={next} tone="primary" shortcut="F4" onClick={onNext}>
					{day("yes")}
				</Button>
				<Button shortcut="F9" onClick={onPrintAgain}>
					{day("no")}
				</Button>
				<Button onClick={onWrong}>{day("wrong")}</Button>
				{onMail === undefined ? null : <MailButton sheet={sheet} there onAsk={onMail} />}
			</div>
			<div className="mt-6 inline-block max-w-full overflow-auto rounded-card border border-line bg-white p-6 shadow-sm">
				<SheetPaper page={{ sheet }} origin={origin} />
			</div>
		</section>
	);
}
