"use client";

import { useTranslations } from "next-intl";

/** How many notices there are to read; nothing where there are none. */
export function NoticesButton({ count, onClick }: { count: number; onClick: () => void }) {
	const t = useTranslations("door.header");
	if (count === 0) return null;
	return (
		<button
			type="button"
			data-notices={count}
			aria-haspopup="dialog"
			aria-label={t("notices", { count })}
			onClick={onClick}
			className="grid min-h-11 min-w-11 place-items-center rounded-full"
		>
			<span
				aria-hidden="true"
				className="tabular rounded-full bg-compare-bg px-2 py-0.5 text-[0.8125rem] font-bold text-compare"
			>
				! {count}
			</span>
		</button>
	);
}
