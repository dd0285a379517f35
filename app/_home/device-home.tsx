"use client";

import { useTranslations } from "next-intl";
import { DeletedDevice } from "@/app/_device/deleted-device";
import { ROLE_PAGES } from "@/app/_device/role-page";
import { useDevice } from "@/app/_device/use-device";
import { ButtonLink } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";

/** What is this device? One sentence and one way on. */
export function DeviceHome() {
	const t = useTranslations("home");
	const common = useTranslations("common");
	const device = useDevice();
	return (
		<>
			<Header title={common("name")} />
			<main id="content" className="mx-auto max-w-xl px-5 py-12">
				<h1 className="text-3xl font-semibold text-balance">{common("tagline")}</h1>
				<div className="mt-8 grid gap-4">
					{device.state === "loading" ? <Progress label={common("loading")} /> : null}
					{device.state === "failed" ? (
						<Notice tone="no" alert title={t("storageFailed.title")}>
							{t("storageFailed.body")}
						</Notice>
					) : null}
					{device.state === "enrolled" ? (
						<>
							<p>
								{t(`enrolled.${device.device.role}`, {
									label: device.device.label,
									pharmacy: device.device.pharmacy?.name ?? "",
								})}
							</p>
							<ButtonLink tone="primary" href={ROLE_PAGES[device.device.role]}>
								{t(`open.${device.device.role}`)}
							</ButtonLink>
						</>
					) : null}
					{device.state === "none" && device.was !== undefined ? <DeletedDevice was={device.was} /> : null}
					{device.state === "none" && device.was === undefined ? (
						<>
							<p>{t("none.body")}</p>
							<ButtonLink tone="primary" href="/enrol">
								{t("none.enrol")}
							</ButtonLink>
							<p className="text-sm text-ink-2">{t("none.holder")}</p>
						</>
					) : null}
				</div>
			</main>
		</>
	);
}
