"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import type { Stage } from "../check-in/stage";

/** Somebody's real pass was held up during an exercise: that person waits at a door that is not at work. */
export function RealPassDialog({ stage, onEnd }: { stage: Stage; onEnd: () => void }) {
	const t = useTranslations("door.training");
	const [answered, setAnswered] = useState(0);
	if (stage.state !== "verdict" || stage.id === answered) return null;
	const { view } = stage;
	if (view.outcome !== "unverifiable" || view.class !== "issuerUnknown") return null;
	const goOn = () => setAnswered(stage.id);
	return (
		<Dialog title={t("realTitle")} onClose={goOn}>
			<p>{t("realBody")}</p>
			<div className="mt-5 grid gap-2.5">
				<Button tone="primary" onClick={onEnd}>
					{t("end")}
				</Button>
				<Button onClick={goOn}>{t("goOn")}</Button>
			</div>
		</Dialog>
	);
}
