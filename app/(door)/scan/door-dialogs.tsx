"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { isLocale } from "@/lib/i18n/locale";
import { deviceNow } from "@/lib/offline/clock";
import { builtInPolicy, selectPolicy } from "@/lib/policy/select-policy";
import type { Trust } from "@/lib/trust/trust";
import { isSoundOn, setSound } from "./feedback";

/** Rules in force, on request (spec P-7): who decided them, since when, and all of them: never which one refused. */
export function RulesDialog({ trust, train, onClose }: { trust: Trust; train: boolean; onClose: () => void }) {
	const t = useTranslations("door.rules");
	const locale = useLocale();
	const format = useFormatter();
	const [now] = useState(deviceNow);
	const policy = selectPolicy(trust.list?.policies ?? [], { now, activity: train ? "train" : "venue" });
	const day = (time: number) => format.dateTime(time * 1000, { dateStyle: "long" });
	const { from, to } = policy.dates;
	const language = isLocale(locale) ? locale : "fr";
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p className="font-mono text-sm font-semibold">{policy.id}</p>
			<p className="mt-1">{t("authority", { authority: policy.authority })}</p>
			<p className="text-ink-2">
				{to === undefined ? t("from", { date: day(from) }) : t("fromTo", { date: day(from), end: day(to) })}
			</p>
			<ul className="mt-4 grid gap-2.5 border-t border-line pt-4">
				{policy.rules.map((rule) => (
					<li key={rule.id} className="grid grid-cols-[3rem_1fr] gap-2">
						<span className="font-mono text-sm text-ink-2">{rule.id}</span>
						<span>{rule.sentence[language]}</span>
					</li>
				))}
			</ul>
			<p className="mt-4 text-sm text-ink-2">
				{policy === builtInPolicy() ? t("builtIn") : null}{" "}
				{trust.list === undefined ? null : t("list", { seq: trust.list.seq, date: day(trust.list.iat) })}
			</p>
		</Dialog>
	);
}

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
	venue: string;
	confirmedAt: number | undefined;
	update: KeyUpdate;
	lenses: number;
	onUpdate: () => void;
	onLens: () => void;
	onRules: () => void;
	onChangeGate: () => void;
	onClose: () => void;
}) {
	const { venue, confirmedAt, update, lenses, onUpdate, onLens, onRules, onChangeGate, onClose } = props;
	const t = useTranslations("door.settings");
	const header = useTranslations("door.header");
	const format = useFormatter();
	const [sound, setSoundState] = useState(isSoundOn);
	const [now] = useState(deviceNow);
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<p className="text-ink-2">{header("post", { venue })}</p>
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
