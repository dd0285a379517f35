"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "@/app/_ui/dialog";
import type { TrustNotice } from "@/lib/trust/trust-list";

import type { KeyUpdate } from "../keys/use-key-update";
import { AuthorityNotices } from "./authority-notices";
import { UpdateNotice } from "./update-notice";

/** All there is to read at this post, hidden or not: over any stage of the door. */
export function NoticesDialog(props: {
	notices: readonly TrustNotice[];
	refused: string | undefined;
	update: KeyUpdate;
	onClose: () => void;
}) {
	const { notices, refused, update, onClose } = props;
	const t = useTranslations("door.notice");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-3">
				{refused === undefined ? null : <UpdateNotice code={refused} update={update} />}
				<AuthorityNotices notices={notices} />
			</div>
		</Dialog>
	);
}
