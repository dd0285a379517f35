"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { TrustAge } from "@/lib/trust/trust-age";
import { countryName } from "./gate/countries";
import type { PostState } from "./gate/use-post";
import { OfflineMark } from "./ready/offline-mark";

/** Gate, count, queue and age of the keys: on every screen of the door, above whatever happens. */
export function DoorHeader(props: {
	gate: GateChoice;
	post: PostState;
	age: TrustAge | undefined;
	onSettings: () => void;
}) {
	const { gate, post, age, onSettings } = props;
	const t = useTranslations("door");
	const locale = useLocale();
	const towards =
		gate.journey === undefined ? "" : t("journey.heading", { country: countryName(gate.journey.destination, locale) });
	const title = [towards, gate.name, routeOf(gate), gate.gate].filter((part) => part !== "").join(" · ");
	return (
		<header className="relative border-b border-line bg-paper pt-[env(safe-area-inset-top)]">
			<div className="flex items-center justify-between gap-3 px-4 pt-2">
				<h1 className="truncate text-[0.9375rem] font-bold">{title}</h1>
				<KeyPill age={age} onClick={onSettings} />
			</div>
			<div className="flex items-baseline justify-between gap-3 px-4 pt-0.5 pb-2.5 text-sm">
				<Count gate={gate} post={post} />
				<span className="text-right text-ink-2">
					{t(`link.${post.health}`)} · <span className="tabular">{t("header.waiting", { count: post.unsent })}</span>
				</span>
			</div>
			<OfflineMark />
		</header>
	);
}

/** Where a train goes, as far as staff wrote it. */
export function routeOf({ run }: Pick<GateChoice, "run">): string {
	return [run?.from ?? "", run?.to ?? ""].filter((place) => place !== "").join(" → ");
}

function Count({ gate, post }: { gate: GateChoice; post: PostState }) {
	const t = useTranslations("door.header");
	const format = useFormatter();
	const { tally } = post;
	if (tally === undefined) return <span>…</span>;
	const at =
		tally.newest === undefined
			? null
			: t("at", { time: format.dateTime(tally.newest * 1000, { hour: "2-digit", minute: "2-digit" }) });
	if (gate.mode === "train") {
		return (
			<span className="tabular font-semibold" data-count={tally.entries}>
				{t("controls", { count: tally.entries })} <span className="font-normal text-ink-2">{at}</span>
			</span>
		);
	}
	const { inside } = tally;
	return (
		<span className="tabular font-semibold" data-count={inside}>
			<span aria-hidden="true">
				{gate.capacity === null
					? t("inside", { count: inside })
					: t("insideOf", { count: inside, capacity: gate.capacity })}
			</span>
			<span className="sr-only">{t("insideLabel", { count: inside })}</span>{" "}
			<span className="font-normal text-ink-2">{at}</span>
		</span>
	);
}

const DOTS = { fresh: "bg-ok", ageing: "bg-compare", stale: "bg-no" } as const;

function KeyPill({ age, onClick }: { age: TrustAge | undefined; onClick: () => void }) {
	const t = useTranslations("door");
	const ageText = useAgeText();
	return (
		<button
			type="button"
			onClick={onClick}
			aria-haspopup="dialog"
			data-keys={age?.state ?? "none"}
			className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-full text-[0.8125rem]"
		>
			<span className="inline-flex items-center gap-1.5 rounded-full border border-edge px-2.5 py-0.5">
				<span aria-hidden="true" className={`size-2 rounded-full ${age === undefined ? "bg-no" : DOTS[age.state]}`} />
				{age === undefined ? t("keys.none") : t("keys.age", { age: ageText(age.seconds) })}
				{age === undefined ? null : <span className="sr-only">({t(`keys.state.${age.state}`)})</span>}
			</span>
			<span className="sr-only">{t("settings.open")}</span>
			<SettingsIcon />
		</button>
	);
}

function useAgeText(): (seconds: number) => string {
	const t = useTranslations("door.keys");
	return (seconds) => {
		if (seconds < HOUR) return t("minutes", { count: Math.max(1, Math.floor(seconds / 60)) });
		if (seconds < 2 * DAY) return t("hours", { count: Math.floor(seconds / HOUR) });
		return t("days", { count: Math.floor(seconds / DAY) });
	};
}

function SettingsIcon() {
	return (
		<svg
			viewBox="0 0 24 24"
			fill="none"
			stroke="currentColor"
			strokeWidth="1.8"
			strokeLinecap="round"
			aria-hidden="true"
			className="size-5 text-ink-2"
		>
			<path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
			<circle cx="15" cy="7" r="2.2" />
			<circle cx="9" cy="17" r="2.2" />
		</svg>
	);
}
