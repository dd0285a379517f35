"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Strip } from "@/app/_ui/notice";
import { type GateChoice, lockLeft } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { useScannerPause } from "../check-in/scanner-pause";

const LOOK_MS = 500;

/** [CI-16] The scanner is paused for a minute once the rules were changed, also over a restart. */
export function RulesLock({ gate }: { gate: Pick<GateChoice, "lockedUntil"> }) {
	const t = useTranslations("door.count.rules");
	const { lockedUntil } = gate;
	const [now, setNow] = useState(deviceNow);
	useEffect(() => {
		setNow(deviceNow());
		if (lockLeft({ lockedUntil }, deviceNow()) === 0) return;
		const timer = setInterval(() => {
			setNow(deviceNow());
			if (lockLeft({ lockedUntil }, deviceNow()) === 0) clearInterval(timer);
		}, LOOK_MS);
		return () => clearInterval(timer);
	}, [lockedUntil]);
	const left = lockLeft({ lockedUntil }, now);
	useScannerPause("rules", left > 0);
	if (left === 0) return null;
	return (
		<Strip tone="compare">
			<span data-rules-lock="">{t("locked")}</span>{" "}
			<span aria-hidden="true" className="tabular">
				{t("seconds", { seconds: left })}
			</span>
		</Strip>
	);
}
