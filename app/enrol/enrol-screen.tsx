"use client";

import { useTranslations } from "next-intl";
import { ROLE_PAGES } from "@/app/_device/role-page";
import { useDevice } from "@/app/_device/use-device";
import { useDurable } from "@/app/_device/use-durable";
import { ButtonLink } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { EnrolForm, type EnrolFormProps } from "./enrol-form";
import { EnrolSteps } from "./enrol-steps";
import { type OfferedLink, useEnrolment, useOfferedLink, useOfflineReady } from "./use-enrolment";

/** Makes this browser a device: a code, a name for it, and three steps that say where they are. */
export function EnrolScreen() {
	const t = useTranslations("enrol");
	const common = useTranslations("common");
	const known = useDevice();
	const offered = useOfferedLink();
	const { enrolment, start } = useEnrolment();
	const replaces = known.state === "enrolled" && enrolment.state === "asking" ? known.device : undefined;
	return (
		<>
			<Header title={common("name")} />
			<main id="content" className="mx-auto max-w-xl px-5 py-10 sm:py-14">
				<h1 className="text-3xl font-semibold">{enrolment.state === "done" ? t("done.title") : t("title")}</h1>
				<div className="mt-6 grid gap-6">
					{enrolment.state === "done" ? <Done device={enrolment.device} /> : null}
					{enrolment.state === "working" ? <EnrolSteps step={enrolment.step} /> : null}
					{replaces === undefined ? null : <AlreadyEnrolled device={replaces} />}
					{enrolment.state === "asking" ? (
						<Asking offered={offered} failure={enrolment.failure} onSubmit={start} />
					) : null}
				</div>
			</main>
		</>
	);
}

/** No field before the link is read: what somebody typed into it would be lost when the code arrives. */
function Asking({ offered, failure, onSubmit }: { offered: OfferedLink } & Omit<EnrolFormProps, "offered">) {
	const common = useTranslations("common");
	if (offered === "reading") return <Progress label={common("loading")} />;
	const key = typeof offered === "string" ? offered : offered.code;
	return <EnrolForm key={key} offered={offered} failure={failure} onSubmit={onSubmit} />;
}

function AlreadyEnrolled({ device }: { device: StoredDevice }) {
	const t = useTranslations("enrol.already");
	return (
		<Notice tone="plain" title={t("title", { label: device.label })}>
			<p>{t("body")}</p>
			<p className="mt-2">
				<a href={ROLE_PAGES[device.role]}>{t("open")}</a>
			</p>
		</Notice>
	);
}

function Done({ device }: { device: StoredDevice }) {
	const t = useTranslations("enrol.done");
	const ready = useOfflineReady();
	const durable = useDurable();
	return (
		<>
			<p className="text-lg">{t(device.role, { label: device.label, pharmacy: device.pharmacy?.name ?? "" })}</p>
			{ready ? (
				<Notice tone="ok" title={t("offline")}>
					{t("offlineBody")}
				</Notice>
			) : (
				<Progress label={t("preparing")} />
			)}
			{durable === false ? (
				<Notice tone="compare" title={t("fleeting")}>
					{t("fleetingBody")}
				</Notice>
			) : null}
			<ButtonLink tone="primary" href={ROLE_PAGES[device.role]}>
				{t("open")}
			</ButtonLink>
		</>
	);
}
