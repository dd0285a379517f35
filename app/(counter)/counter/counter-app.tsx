"use client";

import { useTranslations } from "next-intl";
import { DeletedDevice } from "@/app/_device/deleted-device";
import { useDevice } from "@/app/_device/use-device";
import { ButtonLink } from "@/app/_ui/button";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { TrainingLink } from "./training/training-link";
import { CounterGate } from "./vault/counter-gate";

/** The counter, if this device is one; else a way to where it belongs. */
export function CounterApp() {
	const t = useTranslations("counter.notCounter");
	const common = useTranslations("common");
	const device = useDevice();
	if (device.state === "enrolled" && device.device.role === "counter") return <CounterGate device={device.device} />;
	return (
		<>
			<Header title={common("name")} />
			<main id="content" className="mx-auto max-w-xl px-5 py-14">
				{device.state === "loading" ? <Progress label={common("loading")} /> : null}
				{device.state === "failed" ? (
					<Notice tone="no" alert title={t("title")}>
						{t("storage")}
					</Notice>
				) : null}
				{device.state === "none" || device.state === "enrolled" ? (
					<div className="grid justify-items-start gap-5">
						<h1 className="text-3xl font-semibold">{t("title")}</h1>
						{device.state === "none" && device.was !== undefined ? (
							<DeletedDevice was={device.was} />
						) : (
							<>
								<p>{device.state === "none" ? t("none") : t("other")}</p>
								<ButtonLink tone="primary" href={device.state === "none" ? "/enrol" : "/scan"}>
									{device.state === "none" ? t("enrol") : t("scan")}
								</ButtonLink>
								<TrainingLink />
							</>
						)}
					</div>
				) : null}
			</main>
		</>
	);
}
