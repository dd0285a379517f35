"use client";

import { useTranslations } from "next-intl";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { TrustAge } from "@/lib/trust/trust-age";
import type { KeyUpdate } from "../keys/use-key-update";

const DOTS = { fresh: "bg-ok", ageing: "bg-compare", stale: "bg-no" } as const;

/** The age of the keys in short, and the way to the settings of this post. */
export function KeyPill({ age, onClick }: { age: TrustAge | undefined; onClick: () => void }) {
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

/** Keys that are no longer fresh, in words, with what to do about it in one press. Nothing while they are fresh. */
export function KeyStrip({ age, update }: { age: TrustAge | undefined; update: KeyUpdate }) {
	const t = useTranslations("door");
	if (age === undefined || age.state === "fresh") return null;
	const { state, seconds } = age;
	const colours = state === "stale" ? "bg-no-bg text-no" : "bg-compare-bg text-compare";
	return (
		<div data-key-strip={state} className={`flex items-center justify-between gap-3 pr-2 pl-4 text-sm ${colours}`}>
			<p className="py-1.5 leading-tight font-semibold">
				{t(`keys.words.${state}`, { days: Math.floor(seconds / DAY), hours: Math.floor(seconds / HOUR) })}
			</p>
			<button
				type="button"
				aria-busy={update.state === "busy" || undefined}
				onClick={update.state === "busy" ? undefined : update.start}
				className="min-h-11 shrink-0 rounded-full px-2.5 font-semibold underline underline-offset-3"
			>
				{update.state === "busy" ? t("verdict.updating") : t("verdict.update")}
			</button>
		</div>
	);
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
