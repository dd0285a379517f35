"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Strip } from "@/app/_ui/notice";
import type { FolderCopy } from "./use-folder-copy";

/** [QM-3] A copy that is not made is said where everybody sees it, with what to do. */
export function CopyStrip({ copy, resume }: { copy: FolderCopy; resume: () => Promise<void> }) {
	const t = useTranslations("moving.strip");
	if (copy.state !== "paused" && copy.state !== "failed") return null;
	return (
		<Strip tone="compare">
			<span className="mr-3">{t(copy.state, { folder: copy.folder })}</span>
			{copy.state === "paused" ? (
				<Button compact onClick={() => void resume()}>
					{t("resume")}
				</Button>
			) : null}
		</Strip>
	);
}
