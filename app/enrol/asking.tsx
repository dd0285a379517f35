"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useBrowserFacts } from "@/app/_device/use-browser-facts";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import type { EnrolmentFailure } from "@/lib/device/identity/enrol-device";
import type { EnrolmentLink } from "@/lib/device/identity/enrolment-link";
import { betterPlace, questionNotice, type StorageRemedy } from "@/lib/device/identity/storage-guidance";
import { BetterPlaceFirst } from "./better-place-first";
import { CarryLink } from "./carry-link";
import { EnrolForm, linkOf } from "./enrol-form";
import { FailureNotice } from "./failure-notice";
import { useEnrolmentDraft } from "./use-enrolment-draft";

/** What is asked of the person. Where another place is better than this browser: how to get there, before anything. */
export function Asking(props: {
	failure: EnrolmentFailure | undefined;
	remedy: StorageRemedy | undefined;
	onSubmit: (link: EnrolmentLink, label: string) => void;
}) {
	const { failure, remedy, onSubmit } = props;
	const t = useTranslations("enrol");
	const common = useTranslations("common");
	const facts = useBrowserFacts();
	const { draft, change, broken } = useEnrolmentDraft();
	const [stays, setStays] = useState(false);
	// No field before the link is read: what somebody typed into it would be lost when the code arrives.
	if (facts === undefined || draft === undefined) return <Progress label={common("loading")} />;
	const link = linkOf(draft);
	const place = betterPlace(facts);
	if (failure === undefined && place !== undefined && !stays) {
		return (
			<>
				{broken ? <BrokenLink /> : null}
				<BetterPlaceFirst {...{ place, link }} onStay={place === "storage_off" ? undefined : () => setStays(true)} />
			</>
		);
	}
	return (
		<>
			{failure === undefined ? <p>{t("intro")}</p> : <FailureNotice {...{ failure, remedy }} />}
			{failure?.code === "storage_not_persistent" && link !== undefined ? <CarryLink link={link} /> : null}
			{broken ? <BrokenLink /> : null}
			<EnrolForm {...{ draft, change, onSubmit }} question={questionNotice(facts)} again={failure !== undefined} />
		</>
	);
}

function BrokenLink() {
	const t = useTranslations("enrol.malformed");
	return (
		<Notice tone="no" alert title={t("title")}>
			{t("body")}
		</Notice>
	);
}
