"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ROLE_PAGES } from "@/app/_device/role-page";
import { StorageNotKept, StorageWaiting } from "@/app/_device/storage-notices";
import { useDevice } from "@/app/_device/use-device";
import { type StoragePromise, useStoragePromise } from "@/app/_device/use-storage-promise";
import { ButtonLink } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { Asking } from "./asking";
import { EnrolSteps } from "./enrol-steps";
import { useEnrolment, useOfflineReady } from "./use-enrolment";

/** Makes this browser a device: a code, a name for it, and three steps that say where they are. */
export function EnrolScreen() {
	const t = useTranslations("enrol");
	const common = useTranslations("common");
	const known = useDevice();
	const promise = useStoragePromise({ quietly: false });
	const { enrolment, start } = useEnrolment(promise.ask);
	const heading = useFocusWhenChanged(enrolment.state);
	const replaces = known.state === "enrolled" && enrolment.state === "asking" ? known.device : undefined;
	return (
		<>
			<Header title={common("name")} />
			<main id="content" className="mx-auto max-w-xl px-5 py-10 sm:py-14">
				<h1 ref={heading} tabIndex={-1} className="text-3xl font-semibold outline-none">
					{enrolment.state === "done" ? t("done.title") : t("title")}
				</h1>
				<div className="mt-6 grid gap-6">
					{enrolment.state === "done" ? <Done device={enrolment.device} promise={promise} /> : null}
					{enrolment.state === "working" ? (
						<>
							<EnrolSteps step={enrolment.step} />
							<StorageWaiting promise={promise} />
						</>
					) : null}
					{replaces === undefined ? null : <AlreadyEnrolled device={replaces} />}
					{enrolment.state === "asking" ? (
						<Asking failure={enrolment.failure} remedy={promise.remedy} onSubmit={start} />
					) : null}
				</div>
			</main>
		</>
	);
}

/** What had the focus goes away with each state: the heading of the next one has it then. */
function useFocusWhenChanged(state: string) {
	const heading = useRef<HTMLHeadingElement>(null);
	const shown = useRef(state);
	useEffect(() => {
		if (shown.current === state) return;
		shown.current = state;
		heading.current?.focus();
	}, [state]);
	return heading;
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

function Done({ device, promise }: { device: StoredDevice; promise: StoragePromise }) {
	const t = useTranslations("enrol.done");
	const ready = useOfflineReady();
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
			<StorageNotKept promise={promise} title={t("fleeting")}>
				<p>{t("fleetingBody")}</p>
			</StorageNotKept>
			<ButtonLink tone="primary" href={ROLE_PAGES[device.role]}>
				{t("open")}
			</ButtonLink>
		</>
	);
}
