"use client";

import { useLocale, useTranslations } from "next-intl";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { isLocale } from "@/lib/shared/locale";
import { type NoticeScope, noticesInForce } from "@/lib/trust/notice";
import type { Trust } from "@/lib/trust/trust";

/** What the authority tells staff in its signed list, until they hide it or it is over. */
export function AuthorityNotices(props: {
	trust: Trust;
	scope: NoticeScope;
	/** Notices by what they say: hidden ones stay so behind every verdict. */
	hidden: readonly string[];
	onHide: (id: string) => void;
}) {
	const { trust, scope, hidden, onHide } = props;
	const t = useTranslations("door.notice");
	const locale = useLocale();
	const now = useNow(30);
	const notices = noticesInForce(trust.list?.notices ?? [], { now: Math.floor(now.getTime() / 1000), scope });
	return notices.map(({ authority, text, from }) => {
		const id = `${from} ${text.fr}`;
		if (hidden.includes(id)) return null;
		return (
			<Notice key={id} tone="plain" title={authority}>
				<p>{text[isLocale(locale) ? locale : "fr"]}</p>
				<Button compact className="mt-2" onClick={() => onHide(id)}>
					{t("hide")}
				</Button>
			</Notice>
		);
	});
}
