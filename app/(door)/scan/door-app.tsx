"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { ButtonLink } from "@/app/_ui/button";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { chooseGate, type GateState, leaveGate, readGate } from "@/lib/device/door/gate-choice";
import { closePost } from "@/lib/device/door/scan-register";
import type { DoorDevice } from "@/lib/device/identity/stored-device";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";
import { ScannerPauseProvider } from "./check-in/scanner-pause";
import { DoorScreen } from "./door-screen";
import { GateSetup } from "./gate/gate-setup";
import { UnenrolledDoor } from "./gatelink/unenrolled-door";
import { useGateLinksAt } from "./gatelink/use-gate-links";
import { useTrust } from "./keys/use-trust";
import { Unenrolled } from "./public/unenrolled";
import { useSteadyDevice } from "./ready/use-steady-device";
import { SupervisorProvider } from "./supervisor/supervisor-provider";
import { TrainingScreen } from "./training/training-screen";

/** From "what is this device?" to the door at work; each step says what is missing and what to do. */
export function DoorApp() {
	const t = useTranslations("door");
	const deleted = useTranslations("offline.deleted");
	const home = useTranslations("home");
	const common = useTranslations("common");
	const device = useSteadyDevice();
	switch (device.state) {
		case "loading":
			return (
				<Page>
					<Progress label={common("loading")} />
				</Page>
			);
		case "failed":
			return (
				<Unenrolled
					refused
					page={(offer) => (
						<Page>
							<Notice tone="no" alert title={home("storageFailed.title")}>
								{home("storageFailed.body")}
							</Notice>
							{offer}
						</Page>
					)}
				/>
			);
		case "none": {
			const { was } = device;
			return (
				<UnenrolledDoor
					atWork={(guest) => <PostedDoor device={guest} />}
					missing={(wayOn) => (
						<Unenrolled
							refused={false}
							page={(offer) => (
								<Page title={was === undefined ? t("notEnrolled.title") : deleted("title")}>
									<p>{was === undefined ? t("notEnrolled.body") : deleted(was)}</p>
									<ButtonLink tone="primary" href="/enrol">
										{was === undefined ? t("notEnrolled.enrol") : deleted("enrol")}
									</ButtonLink>
									{wayOn}
									{offer}
								</Page>
							)}
						/>
					)}
				/>
			);
		}
		case "enrolled":
			if (device.device.role === "counter") {
				return (
					<Page title={t("wrongRole.title")}>
						<p>{t("wrongRole.body")}</p>
						<ButtonLink tone="primary" href="/counter">
							{t("wrongRole.open")}
						</ButtonLink>
					</Page>
				);
			}
			return <PostedDoor device={device.device} />;
	}
}

function PostedDoor({ device }: { device: DoorDevice }) {
	return (
		<ScannerPauseProvider>
			<SupervisorProvider>
				<DoorAtWork device={device} />
			</SupervisorProvider>
		</ScannerPauseProvider>
	);
}

/** How often the post is looked at: its event may end while the page is open. */
const LOOK_MS = 60_000;

function useGate(): Live<GateState> {
	const [now, setNow] = useState(deviceNow);
	useEffect(() => {
		const timer = setInterval(() => setNow(deviceNow()), LOOK_MS);
		return () => clearInterval(timer);
	}, []);
	return useLive(useCallback(() => readGate(now), [now]));
}

function DoorAtWork({ device }: { device: DoorDevice }) {
	const common = useTranslations("common");
	const gate = useGate();
	const trust = useTrust();
	const [training, setTraining] = useState(false);
	useGateLinksAt({
		gate: gate.state === "ready" && gate.value.state === "chosen" ? gate.value.gate : undefined,
		deviceId: device.deviceId,
		trust: trust.state === "open" ? trust.trust : undefined,
	});
	if (gate.state !== "ready" || trust.state !== "open") {
		return (
			<Page>
				<Progress label={common("loading")} />
			</Page>
		);
	}
	const choice = gate.value;
	if (training) {
		const mode = choice.state === "chosen" ? choice.gate.mode : device.role === "train" ? "train" : "event";
		return <TrainingScreen mode={mode} onEnd={() => setTraining(false)} />;
	}
	if (choice.state !== "chosen") {
		return (
			<GateSetup
				device={device}
				trust={trust.trust}
				over={choice.state === "over"}
				onChoose={(chosen) => void survive(() => chooseGate(chosen))}
				onTraining={() => setTraining(true)}
			/>
		);
	}
	return (
		<DoorScreen
			key={choice.gate.assignment}
			device={device}
			gate={choice.gate}
			trust={trust.trust}
			unusable={trust.unusable}
			onChangeGate={() => void leavePost()}
			onTraining={() => setTraining(true)}
		/>
	);
}

/** Whoever was on duty is not any more, and staff choose again. */
async function leavePost(): Promise<void> {
	await survive(() => closePost({ now: deviceNow() }));
	await survive(() => leaveGate());
}

function Page({ title, children }: { title?: string; children: ReactNode }) {
	return (
		<main id="content" tabIndex={-1} data-home="" className="mx-auto grid max-w-md gap-5 px-5 pt-6 pb-10 outline-none">
			<div className="flex justify-end">
				<LocaleSwitch />
			</div>
			{title === undefined ? null : <h1 className="text-3xl font-bold text-balance">{title}</h1>}
			{children}
		</main>
	);
}
