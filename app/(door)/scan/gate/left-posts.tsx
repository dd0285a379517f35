"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { type GateChoice, leftGates } from "@/lib/device/door/gate-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { unlockSound } from "../verdict/feedback";

/** [CI-12] Posts that were left and whose event goes on: taken again as they were, with everybody who is inside. */
export function LeftPosts({ onTake }: { onTake: (gate: GateChoice) => void }) {
	const t = useTranslations("door.setup");
	const [now] = useState(deviceNow);
	const live = useLive(useCallback(() => leftGates(now), [now]));
	if (live.state !== "ready" || live.value.length === 0) return null;
	return (
		<section className="grid gap-2.5">
			<h2 className="text-sm text-ink-2">{t("left")}</h2>
			{live.value.map((gate) => (
				<Button
					key={gate.assignment}
					onClick={() => {
						unlockSound();
						onTake({ ...gate, since: deviceNow() });
					}}
				>
					{[gate.name, gate.gate].filter((part) => part !== "").join(" · ")}
				</Button>
			))}
		</section>
	);
}
