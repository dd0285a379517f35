"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Direction } from "@/lib/checkin/checkin-event";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import type { TrustAge } from "@/lib/trust/trust-age";
import { countryName } from "./gate/countries";
import type { PostState } from "./gate/use-post";
import { Count } from "./header/count";
import { KeyPill, KeyStrip } from "./header/key-age";
import { NoticesButton } from "./header/notices-button";
import type { KeyUpdate } from "./keys/use-key-update";
import { OfflineMark } from "./ready/offline-mark";
import { StorageMark } from "./ready/storage-notice";

/** Gate, direction, count, queue, notices and age of the keys: on every screen of the door, above whatever happens. */
export function DoorHeader(props: {
	gate: GateChoice;
	direction: Direction;
	post: PostState;
	age: TrustAge | undefined;
	update: KeyUpdate;
	/** How many things staff should know: what the authority says, and what became of an update. */
	notices: number;
	onNotices: () => void;
	onCount: () => void;
	onSettings: () => void;
}) {
	const { gate, direction, post, age, update, notices, onNotices, onCount, onSettings } = props;
	const t = useTranslations("door");
	return (
		<header className="relative shrink-0 border-b border-line bg-paper pt-[env(safe-area-inset-top)]">
			<div className="px-4 short:flex short:items-center short:gap-4">
				<div className="flex min-w-0 items-center justify-between gap-2 pt-1 short:contents">
					<Place gate={gate} />
					<span className="flex shrink-0 items-center gap-1 short:order-3">
						<NoticesButton count={notices} onClick={onNotices} />
						<KeyPill age={age} onClick={onSettings} />
					</span>
				</div>
				<div className="flex items-center justify-between gap-3 pb-2 text-sm whitespace-nowrap max-[28rem]:text-[0.8125rem] short:order-2 short:gap-4 short:pb-0">
					<span className="flex min-w-0 items-center gap-2">
						{gate.mode === "event" ? <DirectionMark direction={direction} /> : null}
						<button
							type="button"
							onClick={onCount}
							aria-haspopup="dialog"
							className="min-h-11 min-w-11 text-left leading-tight whitespace-normal"
						>
							<Count gate={gate} post={post} />
							<span className="sr-only"> {t("count.open")}</span>
						</button>
					</span>
					<span className="shrink-0 text-right text-ink-2">
						<span className="max-[22rem]:sr-only">{t(`link.${post.health}`)} · </span>
						<span data-queue={post.unsent} className="tabular">
							{t("header.waiting", { count: post.unsent })}
						</span>
					</span>
				</div>
			</div>
			<KeyStrip age={age} update={update} />
			<StorageMark />
			<OfflineMark />
		</header>
	);
}

/** Place and gate; where both do not fit the place is cut, the gate is not. */
function Place({ gate }: { gate: GateChoice }) {
	const t = useTranslations("door.journey");
	const locale = useLocale();
	const towards =
		gate.journey === undefined ? "" : t("heading", { country: countryName(gate.journey.destination, locale) });
	const first = [towards, gate.name].filter((part) => part !== "").join(" · ");
	const last = [routeOf(gate), gate.gate].filter((part) => part !== "").join(" · ");
	return (
		<h1 className="flex min-w-0 text-[0.9375rem] font-bold short:flex-1">
			<span className="truncate">{first}</span>
			{last === "" ? null : <span className="max-w-[70%] shrink-0 truncate whitespace-pre"> · {last}</span>}
		</h1>
	);
}

/** Where a train goes, as far as staff wrote it. */
export function routeOf({ run }: Pick<GateChoice, "run">): string {
	return [run?.from ?? "", run?.to ?? ""].filter((place) => place !== "").join(" → ");
}

/** Which way people are counted: a word and an arrow, before the colour of the screen. */
function DirectionMark({ direction }: { direction: Direction }) {
	const t = useTranslations("door.header.direction");
	const out = direction === "out";
	return (
		<span
			data-mark={direction}
			className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.8125rem] font-bold ${out ? "bg-accent text-on-accent uppercase" : "border border-edge"}`}
		>
			<svg
				viewBox="0 0 16 16"
				fill="none"
				stroke="currentColor"
				strokeWidth="2.2"
				strokeLinecap="round"
				strokeLinejoin="round"
				aria-hidden="true"
				className="size-3.5"
			>
				<path d={out ? "M14 8H4M8 3.500L3.500 8 8 12.500" : "M2 8h10M8 3.500L12.500 8 8 12.500"} />
			</svg>
			{t(direction)}
		</span>
	);
}
