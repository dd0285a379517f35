"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { useNow } from "@/app/_device/use-now";
import { Header } from "@/app/_ui/header";
import { Progress } from "@/app/_ui/progress";
import { type CounterOutlook, loadOutlook } from "@/lib/device/counter/counter-outlook";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { CounterDesk } from "./counter-desk";
import { DeviceStrips } from "./device-strips";
import { useHabits } from "./entry/use-habits";
import { PortalPill } from "./portal-pill";
import { useBackground } from "./use-background";
import "./sheet/sheet.css";

/** The outlook as of now: the database says when it changed, the clock when time made a difference. */
function useOutlook(): CounterOutlook | undefined {
	const now = useNow(20);
	const live = useLive(loadOutlook);
	const [outlook, setOutlook] = useState<CounterOutlook>();
	// biome-ignore lint/correctness/useExhaustiveDependencies: both are only reasons to read again.
	useEffect(() => {
		let current = true;
		void loadOutlook().then((read) => current && setOutlook(read));
		return () => {
			current = false;
		};
	}, [now, live]);
	return outlook;
}

/** The whole counter on one screen: the state of the device, the form, what was issued. */
export function CounterScreen({ device }: { device: StoredDevice }) {
	const t = useTranslations("counter");
	const common = useTranslations("common");
	const now = useNow(20);
	const outlook = useOutlook();
	const habits = useHabits();
	const { wake, tryNow } = useBackground();
	return (
		<>
			<Header title={t("device", { pharmacy: device.pharmacy?.name ?? "", label: device.label })}>
				<PortalPill state={outlook?.portal.state ?? "unknown"} />
			</Header>
			{outlook === undefined || habits === undefined ? (
				<main id="content" className="mx-auto max-w-xl px-5 py-14">
					<Progress label={common("loading")} />
				</main>
			) : (
				<>
					<DeviceStrips outlook={outlook} now={now} onTryNow={tryNow} />
					<CounterDesk device={device} outlook={outlook} habits={habits} now={now} wake={wake} />
				</>
			)}
		</>
	);
}
