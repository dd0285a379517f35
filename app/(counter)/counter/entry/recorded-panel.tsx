"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";

/** A positive result is stored, and its sheet is printed. The focus is on the next person: Enter goes on. */
export function RecordedPanel({ onNext, children }: { onNext: () => void; children: ReactNode }) {
	const t = useTranslations("entry.positive");
	const counter = useTranslations("counter");
	const next = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		next.current?.focus();
		window.print();
	}, []);
	return (
		<section aria-labelledby="recorded-title">
			<div role="status">
				<h2 id="recorded-title" className="text-2xl font-semibold">
					{t("recorded")}
				</h2>
			</div>
			<p className="mt-2 text-ink-2">{t("saved")}</p>
			<div className="mt-5 flex flex-wrap gap-3">
				<Button ref={next} tone="primary" shortcut="F4" onClick={onNext}>
					{counter("next")}
				</Button>
				<Button shortcut="F9" onClick={() => window.print()}>
					{t("print")}
				</Button>
			</div>
			<div className="mt-6 inline-block max-w-full overflow-auto rounded-card border border-line bg-white p-6 shadow-sm">
				{children}
			</div>
		</section>
	);
}
