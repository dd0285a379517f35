"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { STAND } from "./display-choices";

/** In the hand with the back camera, or fixed on a stand with the front one. */
export function StandButton() {
	const t = useTranslations("door.display");
	const on = useStoredChoice(STAND) === "on";
	return (
		<Button aria-pressed={on} className="w-full" onClick={() => STAND.choose(on ? "off" : "on")}>
			{on ? t("standOn") : t("standOff")}
		</Button>
	);
}
