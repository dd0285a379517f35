"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { hasContent, kindOf } from "./form-state";
import type { SameToday } from "./same-today";
import type { Counter } from "./use-counter";

const TIME = { hour: "2-digit", minute: "2-digit" } as const;

/**
 * A field that is left is judged, and its sentence moves what lies below: between a press and its release this button
 * would go away from under the pointer.
 */
function keepFocus(event: MouseEvent): void {
	event.preventDefault();
}

/** Below the form: the button that issues, and why it cannot or did not. */
export function IssueBar({ counter, outlook }: { counter: Counter; outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const format = useFormatter();
	const { form, phase } = counter;
	const sampled = hasContent(form) && form.act !== "vaccination" && form.result === "";
	const filling = phase.state === "filling" ? phase : undefined;
	const problems = Object.keys(filling?.problems ?? {}).length;
	const kind = kindOf(form);
	const positive = kind === "none";
	const blocked = kind !== undefined && !positive && !outlook.kinds.includes(kind);
	return (
		<div className="mt-6 grid gap-4">
			{positive ? (
				<Notice tone="compare" alert title={entry("positive.title")}>
					{entry("positive.body")}
				</Notice>
			) : null}
			{blocked && outlook.kinds.length > 0 ? (
				<Notice tone="no" alert title={t("kindMissing.title")}>
					{t("kindMissing.body")}
				</Notice>
			) : null}
			{counter.kept ? null : (
				<Notice tone="compare" alert title={entry("notKept.title")}>
					{entry("notKept.body")}
				</Notice>
			)}
			{filling?.soonest === undefined ? null : (
				<Notice
					tone="compare"
					alert
					title={entry("tooSoon.title", { at: format.dateTime(filling.soonest * 1000, TIME) })}
				>
					{entry("tooSoon.body")}
				</Notice>
			)}
			{filling?.again === undefined ? null : (
				<Notice tone="compare" alert title={entry("again.title")}>
					{againText(filling.again, entry, (at) => format.dateTime(at * 1000, TIME))}
				</Notice>
			)}
			{filling?.failure === undefined ? null : (
				<Notice tone="no" alert title={t("failure.title")}>
					{t(`failure.${filling.failure}`)}
				</Notice>
			)}
			<div className="flex flex-wrap items-center gap-3">
				<Button
					data-issue
					onMouseDown={keepFocus}
					tone="primary"
					shortcut="F9"
					disabled={blocked}
					busy={phase.state === "issuing"}
					onClick={() => void counter.issue()}
				>
					{phase.state === "issuing"
						? t("issuing")
						: filling?.again !== undefined
							? entry("again.issue")
							: positive
								? entry("positive.record")
								: t("issue")}
				</Button>
				<Button shortcut="F4" onMouseDown={keepFocus} onClick={counter.next}>
					{sampled ? entry("people.wait") : t("next")}
				</Button>
				{hasContent(form) ? (
					<Button tone="quiet" onMouseDown={keepFocus} onClick={counter.discard}>
						{entry("people.discard")}
					</Button>
				) : null}
				{counter.thrown === undefined ? null : (
					<Button tone="quiet" onMouseDown={keepFocus} onClick={counter.undo}>
						{entry("people.undo")}
					</Button>
				)}
				{problems === 0 ? null : <span className="text-no">{t("problems", { count: problems })}</span>}
			</div>
			<LiveRegion urgent>{problems === 0 ? "" : t("problems", { count: problems })}</LiveRegion>
		</div>
	);
}

function againText(
	again: SameToday,
	entry: ReturnType<typeof useTranslations<"entry">>,
	clock: (at: NumericDate) => string,
): string {
	switch (again.type) {
		case "issued":
			return entry("again.issued", { number: String(again.act.number), at: clock(again.act.at) });
		case "waiting":
			return entry("again.waiting");
		case "elsewhere":
			return entry("again.elsewhere", { at: clock(again.at) });
	}
}
