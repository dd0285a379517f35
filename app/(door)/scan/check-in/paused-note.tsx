"use client";

import { useTranslations } from "next-intl";

/** That nothing is scanned now; `missed`: and that a code came which was not read. */
export function PausedNote({ missed = false }: { missed?: boolean }) {
	const t = useTranslations("door.scanner");
	return (
		<p
			data-paused=""
			className="flex items-center gap-2 rounded-lg border border-edge px-3 py-1.5 text-[0.9375rem] text-ink"
		>
			<svg viewBox="0 0 24 24" aria-hidden="true" className="size-5 shrink-0" fill="currentColor">
				<path d="M7 5h3.500v14H7zM13.500 5H17v14h-3.500z" />
			</svg>
			{missed ? t("pausedMissed") : t("paused")}
		</p>
	);
}
