"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { KeyUpdate } from "../keys/use-key-update";
import { whatOf } from "./update-reasons";

/** What became of the last update of the keys, where a document was refused or is spoken of, and what to do (TL-3). */
export function UpdateNotice({ code, update }: { code: string; update: KeyUpdate }) {
	const t = useTranslations("door");
	const what = whatOf(code);
	const busy = update.state === "busy";
	return (
		<Notice tone="compare" title={t(`updateNotice.${what}.title`)}>
			<p data-update-refused={code}>{t(`updateNotice.${what}.body`, { code })}</p>
			<Button compact className="mt-2" busy={busy} onClick={update.start}>
				{busy ? t("verdict.updating") : t("verdict.update")}
			</Button>
		</Notice>
	);
}
