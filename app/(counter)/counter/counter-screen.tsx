"use client";

import { useTranslations } from "next-intl";
import { useNow } from "@/app/_device/use-now";
import { Header } from "@/app/_ui/header";
import { Progress } from "@/app/_ui/progress";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { CounterDesk } from "./counter-desk";
import type { CounterForm } from "./entry/form-state";
import { useStoredDrafts } from "./entry/use-drafts";
import { useHabits } from "./entry/use-habits";
import { CopyStrip } from "./moving/copy-strip";
import { useFolderCopy } from "./moving/use-folder-copy";
import { DeviceStrips } from "./status/device-strips";
import { PortalPill } from "./status/portal-pill";
import { useBackground } from "./status/use-background";
import { useOutlook } from "./status/use-outlook";
import { useTraining } from "./training/training";
import { DutyButton } from "./vault/duty-button";
import { LockButton } from "./vault/lock-button";
import { ProtectionButton } from "./vault/protection-button";
import { useTidySecrets } from "./vault/use-tidy-secrets";
import "./sheet/sheet.css";

const NOBODY: readonly CounterForm[] = [];

/** The whole counter on one screen: the state of the device, the form, what was issued. */
export function CounterScreen({ device }: { device: UnlockedDevice }) {
	const t = useTranslations("counter");
	const common = useTranslations("common");
	const now = useNow(20);
	const outlook = useOutlook(now);
	const habits = useHabits();
	const drafts = useStoredDrafts(device.storageKey);
	const { wake, tryNow } = useBackground();
	const { copy, resume } = useFolderCopy();
	useTidySecrets();
	// Passphrase, PINs and lock are the device's: an exercise has none.
	const isReal = useTraining() === undefined;
	return (
		<>
			<Header title={t("device", { pharmacy: device.pharmacy?.name ?? "", label: device.label })}>
				<PortalPill state={outlook?.portal.state ?? "unknown"} />
				{isReal ? (
					<>
						<DutyButton device={device} />
						<ProtectionButton />
						<LockButton />
					</>
				) : null}
			</Header>
			{outlook === undefined || habits === undefined || drafts.state === "loading" ? (
				<main id="content" className="mx-auto max-w-xl px-5 py-14">
					<Progress label={common("loading")} />
				</main>
			) : (
				<>
					<DeviceStrips outlook={outlook} now={now} onTryNow={tryNow} />
					<CopyStrip copy={copy} resume={resume} />
					<CounterDesk
						{...{ device, outlook, habits, now, wake, copy }}
						drafts={drafts.state === "ready" ? drafts.value : NOBODY}
					/>
				</>
			)}
		</>
	);
}
