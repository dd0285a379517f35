"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { LocaleSwitch } from "./locale-switch";

/** The bar of every page: what this is on the left, state and language on the right. */
export function Header({ title, children }: { title: ReactNode; children?: ReactNode }) {
	const t = useTranslations("common");
	return (
		<>
			<a
				href="#content"
				className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-card focus:px-4 focus:py-2"
			>
				{t("skip")}
			</a>
			<header className="screen-only flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-5 py-2.5 text-sm">
				<div className="text-[0.9375rem] font-semibold">{title}</div>
				<div className="flex flex-wrap items-center gap-3">
					{children}
					<LocaleSwitch />
				</div>
			</header>
		</>
	);
}
