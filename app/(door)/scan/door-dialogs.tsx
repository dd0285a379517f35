"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { deviceNow } from "@/lib/device/trust/clock";
import { isSoundOn, setSound } from "./verdict/feedback";

export function SupervisorDialog({ spoken, onClose }: { spoken: string; onClose: () => void }) {
	const t = useTranslations("door.supervisor");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("body")}</p>
			<p className="my-5 text-center font-mono text-5xl font-bold tracking-wide">{spoken}</p>
			<p className="text-ink-2">{t("manners")}</p>
		</Dialog>
	);
}

export function HelpDialog({ spoken, onClose }: { spoken: string; onClose: () => void }) {
	const t = useTranslations("door.help");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p>{t("unverifiable")}</p>
			<p className="mt-2">{t("steps")}</p>
			<p className="mt-5 text-center font-mono text-4xl font-bold tracking-wide">{spoken}</p>
		</Dialog>
	);
}

export type KeyUpdate = "idle" | "busy" | "updated" | "failed";

/** This post: where, with which keys, in which language, with or without sound. */
export function SettingsDialog(props: {
	place: string;
	confirmedAt: number | undefined;
	update: KeyUpdate;
	lenses: number;
	onUpdate: () => void;
	onLens: () => void;
	onRules: () => void;
	onChangeGate: () => void;
	onClose: () => void;
}) {
	const { place, confirmedAt, update, lenses, onUpdate, onLens, onRules, onChangeGate, onClose } = props;
	const t = useTranslations("door.settings");
	const header = useTranslations("door.header");
	const format = useFormatter();
	const [sound, setSoundState] = useState(isSoundOn);
	const [now] = useState(deviceNow);
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p className="text-ink-2">{header("post", { place })}</p>
			<div className="mt-4 grid gap-2.5">
				<Button onClick={onChangeGate}>{t("change")}</Button>
				<Button
					aria-pressed={sound}
					onClick={() => {
						setSound(!sound);
						setSoundState(!sound);
					}}
				>
					{t("sound")} : {sound ? t("soundOn") : t("soundOff")}
				</Button>
				{lenses > 1 ? <Button onClick={onLens}>{t("lens")}</Button> : null}
				<Button onClick={onRules}>{t("rules")}</Button>
			</div>
			<div className="mt-5 border-t border-line pt-4">
				<h3 className="font-semibold">{t("keys")}</h3>
				<p className="mt-0.5 text-ink-2">
					{confirmedAt === undefined
						? t("neverConfirmed")
						: t("confirmed", { time: format.relativeTime(confirmedAt * 1000, now * 1000) })}
				</p>
				<Button className="mt-3 w-full" busy={update === "busy"} onClick={onUpdate}>
					{t("update")}
				</Button>
				<p role="status" className="mt-2 text-sm">
					{update === "updated" ? t("updated") : update === "failed" ? t("notUpdated") : null}
				</p>
			</div>
			<div className="mt-4 border-t border-line pt-4">
				<LocaleSwitch />
			</div>
		</Dialog>
	);
}
