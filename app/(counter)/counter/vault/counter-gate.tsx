"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { startBackground } from "@/lib/device/background/background";
import { carriedRecordsTask, carriedResultsTask } from "@/lib/device/counter/carried/carried-tasks";
import { drainTask } from "@/lib/device/counter/counter-tasks";
import { positiveTask } from "@/lib/device/counter/positive-tasks";
import type { StoredDevice, UnlockedDevice } from "@/lib/device/identity/stored-device";
import { trustTask } from "@/lib/device/trust/refresh";
import { CounterScreen } from "../counter-screen";
import { TrainingLink } from "../training/training-link";
import type { Attempt } from "./attempt";
import { DutyForm } from "./duty-form";
import { LockButton } from "./lock-button";
import { NewCodeContext } from "./new-code";
import { OnDutyContext } from "./on-duty";
import { ProtectForm } from "./protect-form";
import { RecoveryStep } from "./recovery-step";
import { UnlockForm } from "./unlock-form";
import { useIdleLock } from "./use-idle-lock";
import { usePinOrder } from "./use-pin-order";
import { useProfessionals } from "./use-professionals";
import { useVault } from "./use-vault";

/** The counter behind its passphrase (VA-1, VA-2). A recovery code comes before everything: it is shown only once. */
export function CounterGate({ device }: { device: StoredDevice }) {
	const common = useTranslations("common");
	const refused = useTranslations("counter.notCounter");
	const vault = useVault(device);
	const [code, setCode] = useState<string>();
	const [opening, setOpening] = useState<"unprotected" | "locked">();
	// The keys are there before the code is: until then the form stays.
	const attemptFrom =
		(from: "unprotected" | "locked"): Attempt =>
		async (work) => {
			setOpening(from);
			const tried = await work();
			setCode(tried.code);
			setOpening(undefined);
			return tried;
		};
	const state = opening ?? vault.state;
	useIdleLock(vault.state === "unlocked" && code === undefined);
	if (opening === undefined && vault.state === "unlocked" && code === undefined)
		return (
			<NewCodeContext value={setCode}>
				<AtTheCounter device={vault.device} />
			</NewCodeContext>
		);
	return (
		<GatePage device={device}>
			<LockedWork />
			{code !== undefined ? (
				<RecoveryStep code={code} device={device} onDone={() => setCode(undefined)} />
			) : state === "unprotected" ? (
				<ProtectForm attempt={attemptFrom("unprotected")} />
			) : state === "locked" ? (
				<UnlockForm attempt={attemptFrom("locked")} anew={vault.state === "locked" && vault.anew} />
			) : state === "failed" ? (
				<Notice tone="no" alert title={refused("title")}>
					{refused("storage")}
				</Notice>
			) : (
				<Progress label={common("loading")} />
			)}
		</GatePage>
	);
}

/** Somebody is at it, or says so first where the pharmacy has listed who may be. */
function AtTheCounter({ device }: { device: UnlockedDevice }) {
	const common = useTranslations("common");
	const people = useProfessionals(device.storageKey);
	usePinOrder();
	if (device.onDuty === undefined && people.state === "ready" && people.value.length > 0) {
		return (
			<GatePage device={device}>
				<LockedWork />
				<DutyForm people={people.value} storageKey={device.storageKey} />
				<p className="mt-8">
					<LockButton />
				</p>
			</GatePage>
		);
	}
	if (device.onDuty === undefined && people.state === "loading") {
		return (
			<GatePage device={device}>
				<Progress label={common("loading")} />
			</GatePage>
		);
	}
	return (
		<OnDutyContext value={device.onDuty}>
			<CounterScreen device={device} />
		</OnDutyContext>
	);
}

/** What waits is sent while nobody is there: by a key that can do nothing else (VA-5). */
function LockedWork() {
	useEffect(
		() => startBackground([drainTask, positiveTask, carriedRecordsTask, carriedResultsTask, trustTask]).stop,
		[],
	);
	return null;
}

function GatePage({ device, children }: { device: StoredDevice; children: ReactNode }) {
	const t = useTranslations("vault.unlock");
	return (
		<>
			<Header title={t("device", { pharmacy: device.pharmacy?.name ?? "", label: device.label })} />
			<main id="content" className="screen-only mx-auto max-w-xl px-5 py-10 sm:py-14">
				{children}
				<p className="mt-12">
					<TrainingLink />
				</p>
			</main>
		</>
	);
}
