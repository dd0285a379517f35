"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import type { BadgeNote } from "./use-register";

/** Who took over, for a moment, over whatever is on the screen: no verdict goes because of it. */
export function BadgeNoteArea({ note }: { note: BadgeNote | undefined }) {
	const t = useTranslations("door.register");
	return (
		<div role="status" className="pointer-events-none absolute inset-x-3 top-3 z-10">
			{note === undefined ? null : (
				<Notice key={note.id} tone={note.outcome === "unknown" ? "compare" : "plain"}>
					{t(note.outcome === "unknown" ? "unknownBadge" : "tookOver", { name: note.badge.name })}
				</Notice>
			)}
		</div>
	);
}
