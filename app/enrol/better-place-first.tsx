"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import type { EnrolmentLink } from "@/lib/device/identity/enrolment-link";
import type { BetterPlace } from "@/lib/device/identity/storage-guidance";
import type { Messages } from "@/lib/i18n/messages";
import { CarryLink } from "./carry-link";

type Step = keyof Messages["storage"]["step"];

/** What to do, in its order, once the link is copied or the code is at hand. */
const STEPS: Record<BetterPlace, readonly Step[]> = {
	home_screen: ["shareIphone", "add", "openApp"],
	home_screen_ipad: ["shareIpad", "add", "openApp"],
	dock: ["dock", "openDock"],
	open_in_safari: ["safari"],
	open_in_browser: ["browser"],
	private_window: ["normalWindow"],
	no_promise: ["update"],
	storage_off: ["allowStorage"],
};

/** Before the form: this is not the place where the device should be enrolled, and how to get to the right one. */
export function BetterPlaceFirst(props: {
	place: BetterPlace;
	link: EnrolmentLink | undefined;
	/** Undefined where nothing at all can be enrolled here. */
	onStay: (() => void) | undefined;
}) {
	const { place, link, onStay } = props;
	const t = useTranslations("storage");
	const here = useTranslations("enrol.here");
	const steps: readonly Step[] = [link === undefined ? "keepCode" : "copy", ...STEPS[place]];
	return (
		<section data-place={place} className="grid gap-5">
			<div className="grid gap-2">
				<h2 className="text-xl font-semibold text-balance">{t(`place.${place}.title`)}</h2>
				<p>{t(`place.${place}.body`)}</p>
			</div>
			<ol className="grid list-decimal gap-2 pl-6">
				{steps.map((step) => (
					<li key={step}>{t(`step.${step}`)}</li>
				))}
			</ol>
			{link === undefined ? null : <CarryLink link={link} />}
			{onStay === undefined ? null : (
				<div className="grid gap-3 border-t border-line pt-5">
					<p className="text-ink-2">{place === "private_window" ? here("private") : here("fleeting")}</p>
					<Button className="justify-self-start" onClick={onStay}>
						{here("stay")}
					</Button>
				</div>
			)}
		</section>
	);
}
