"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button, ButtonLink } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { deviceNow } from "@/lib/device/trust/clock";
import { listConfirmedAt } from "@/lib/device/trust/list-store";
import { SOUND } from "../display/display-choices";
import { StandButton } from "../display/stand-button";
import { ThemeChoice } from "../display/theme-choice";
import { useOpenPairing } from "../gatelink/use-open-pairing";
import type { KeyUpdate } from "../keys/use-key-update";
import { PeopleSection } from "../people/people-section";
import { SelfTestButton } from "../ready/self-test-button";
import { useSupervisor } from "../supervisor/supervisor-provider";
import type { DoorDialog } from "./door-dialog";

const confirmed = () => listConfirmedAt();

/** This post: where, with which keys, in which language, with or without sound. */
export function SettingsDialog(props: {
	place: string;
	update: KeyUpdate;
	lenses: number;
	onLens: () => void;
	onRules: () => void;
	onChangeGate: () => void;
	onOpen: (dialog: DoorDialog) => void;
	onTraining: () => void;
	onClose: () => void;
}) {
	const { place, update, lenses, onLens, onRules, onChangeGate, onOpen, onTraining, onClose } = props;
	const t = useTranslations("door.settings");
	const header = useTranslations("door.header");
	const pin = useTranslations("door.pin");
	const supervisor = useSupervisor();
	const gates = useTranslations("gates");
	const linkGate = useOpenPairing(() => onOpen({ kind: "pairing" }));
	const changeGate = async () => {
		if (await supervisor.ask(pin("ask.leave"))) onChangeGate();
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p className="text-ink-2">{header("post", { place })}</p>
			<div className="mt-4 grid gap-2.5">
				<Button onClick={() => void changeGate()}>{t("change")}</Button>
				<Button onClick={linkGate}>{gates("settings")}</Button>
				<SelfTestButton />
				<SoundButton />
				{lenses > 1 ? <Button onClick={onLens}>{t("lens")}</Button> : null}
				<Button onClick={onRules}>{t("rules")}</Button>
				<ButtonLink href="/scan/scanner">{t("scanner")}</ButtonLink>
			</div>
			<PeopleSection onOpen={onOpen} onTraining={onTraining} />
			<div className="mt-4 border-t border-line pt-3">
				<ThemeChoice />
				<div className="mt-2.5">
					<StandButton />
				</div>
			</div>
			<div className="mt-4 border-t border-line pt-4">
				<Keys update={update} />
			</div>
			<div className="mt-4 border-t border-line pt-4">
				<LocaleSwitch allow={() => supervisor.ask(pin("ask.language"))} />
			</div>
		</Dialog>
	);
}

function SoundButton() {
	const t = useTranslations("door.settings");
	const on = useStoredChoice(SOUND) === "on";
	return (
		<Button aria-pressed={on} onClick={() => SOUND.choose(on ? "off" : "on")}>
			{t("sound")} : {on ? t("soundOn") : t("soundOff")}
		</Button>
	);
}

function Keys({ update }: { update: KeyUpdate }) {
	const t = useTranslations("door.settings");
	const format = useFormatter();
	const live = useLive(confirmed);
	const [now] = useState(deviceNow);
	const confirmedAt = live.state === "ready" ? live.value : undefined;
	const age =
		confirmedAt === undefined
			? t("neverConfirmed")
			: t("confirmed", { time: format.relativeTime(confirmedAt * 1000, now * 1000) });
	return (
		<>
			<h3 className="font-semibold">{t("keys")}</h3>
			<p className="mt-0.5 text-ink-2">{live.state === "loading" ? null : age}</p>
			<Button className="mt-3 w-full" busy={update.state === "busy"} onClick={update.start}>
				{t("update")}
			</Button>
			<p role="status" className="mt-2 text-sm">
				{update.state === "updated" ? t("updated") : update.state === "failed" ? t("notUpdated") : null}
			</p>
		</>
	);
}
