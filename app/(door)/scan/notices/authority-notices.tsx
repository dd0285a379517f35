"use client";

import { useLocale, useTranslations } from "next-intl";
import { useNow } from "@/app/_device/use-now";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { isLocale } from "@/lib/shared/locale";
import { type NoticeScope, noticesInForce } from "@/lib/trust/notice";
import type { Trust } from "@/lib/trust/trust";
import type { TrustNotice } from "@/lib/trust/trust-list";

/** What the authority tells staff in its signed list, as long as it holds. */
export function useAuthorityNotices(trust: Trust, scope: NoticeScope): readonly TrustNotice[] {
	const now = useNow(30);
	return noticesInForce(trust.list?.notices ?? [], { now: Math.floor(now.getTime() / 1000), scope });
}

/** Notices by what they say: hidden ones stay so behind every verdict. */
const idOf = ({ from, text }: TrustNotice) => `${from} ${text.fr}`;

/** What the authority tells staff, until they hide it. Without `onHide` all of it, to read again. */
export function AuthorityNotices(props: {
	notices: readonly TrustNotice[];
	hidden?: readonly string[];
	onHide?: (id: string) => void;
}) {
	const { notices, hidden = [], onHide } = props;
	const t = useTranslations("door.notice");
	const locale = useLocale();
	return notices.map((notice) => {
		const id = idOf(notice);
		if (hidden.includes(id)) return null;
		return (
			<Notice key={id} tone="plain" title={notice.authority}>
				<p>{notice.text[isLocale(locale) ? locale : "fr"]}</p>
				{onHide === undefined ? null : (
					<Button compact className="mt-2" onClick={() => onHide(id)}>
						{t("hide")}
					</Button>
				)}
			</Notice>
		);
	});
}
