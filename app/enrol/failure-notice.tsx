"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import type { EnrolmentFailure } from "@/lib/device/identity/enrol-device";
import type { StorageRemedy } from "@/lib/device/identity/storage-guidance";
import { failureKey, keepsNothing } from "./failure-text";

/** What stopped the enrolment and what to do; of storage that is not promised, what to do in this very browser. */
export function FailureNotice(props: { failure: EnrolmentFailure; remedy: StorageRemedy | undefined }) {
	const { failure, remedy } = props;
	const t = useTranslations("enrol.failure");
	const storage = useTranslations("storage.remedy");
	const key = failureKey(failure);
	const ofStorage = key === "storage_not_persistent" && remedy !== undefined;
	return (
		<Notice tone={failure.retryable ? "compare" : "no"} alert title={t(`${key}.title`)}>
			{ofStorage ? <p data-remedy={remedy}>{storage(remedy)}</p> : null}
			<p>{t(`${key}.body`, { seconds: failure.retryAfter ?? 0 })}</p>
			{key === "other" ? <p className="mt-1 font-mono text-sm text-ink-2">{failure.code}</p> : null}
			{keepsNothing(key) ? (
				<ButtonLink href="/scan" className="mt-3">
					{t("scanAnyway")}
				</ButtonLink>
			) : null}
		</Notice>
	);
}
