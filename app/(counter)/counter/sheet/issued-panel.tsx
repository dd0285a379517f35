"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { markShown, numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { SheetPaper } from "./sheet-paper";

/** The attestation is stored and here it is. The focus is on the next person: Enter goes on. */
export function IssuedPanel(props: {
	sheet: AttestationSheet;
	entryKey: string;
	onPrint: () => void;
	onNext: () => void;
}) {
	const { sheet, entryKey, onPrint, onNext } = props;
	const t = useTranslations("counter");
	const next = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		next.current?.focus();
		void markShown(entryKey);
	}, [entryKey]);
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
			<div className="mt-5 flex flex-wrap gap-3">
				<Button ref={next} tone="primary" shortcut="F4" onClick={onNext}>
					{t("next")}
				</Button>
				<Button shortcut="F9" onClick={onPrint}>
					{t("issued.print")}
				</Button>
			</div>
			<div className="mt-6 inline-block max-w-full overflow-auto rounded-card border border-line bg-white p-6 shadow-sm">
				<SheetPaper sheet={sheet} origin={window.location.origin} />
			</div>
		</section>
	);
}
