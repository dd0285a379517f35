"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useNow } from "@/app/_device/use-now";
import { Kbd } from "@/app/_ui/kbd";
import { LiveRegion } from "@/app/_ui/live-region";
import { bestNow } from "@/lib/device/trust/clock";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { namesOf } from "./entry-names";
import { type EntryContext, problemsOf } from "./field-problems";
import type { CounterForm } from "./form-state";
import { resultTime } from "./read-form";

/** Somebody who was typed and has no attestation yet. */
type Waiting = {
	readonly form: CounterForm;
	/** From when the result can be entered; undefined while something else is missing. */
	readonly from: NumericDate | undefined;
};

function waitingOf(form: CounterForm, context: EntryContext): Waiting {
	const { result: _, ...open } = problemsOf(form, context);
	return { form, from: Object.keys(open).length > 0 ? undefined : resultTime(form, context) };
}

/** Whose turn it is: the longest ready; else who will be next. Undefined for nobody. */
export function nextForResult(people: readonly CounterForm[], context: EntryContext): CounterForm | undefined {
	const sampled = people.map((form) => waitingOf(form, context)).filter(({ from }) => from !== undefined);
	const first = sampled.toSorted((a, b) => (a.from ?? 0) - (b.from ?? 0))[0];
	return first?.form ?? people[0];
}

type PeopleBarProps = {
	readonly people: readonly CounterForm[];
	readonly context: EntryContext;
	readonly onOpen: (form: CounterForm) => void;
};

/** Everybody who waits stays in sight; the next result is one key away. */
export function PeopleBar({ people, context, onOpen }: PeopleBarProps) {
	const t = useTranslations("entry.people");
	useNow(1);
	// The clock that the result will be judged by, whatever the computer shows.
	const now = bestNow();
	if (people.length === 0) return null;
	const next = nextForResult(people, context);
	const ready = people.filter((form) => (waitingOf(form, context).from ?? Number.POSITIVE_INFINITY) <= now);
	return (
		<section aria-label={t("label")} className="flex flex-wrap gap-2.5 border-b border-line bg-card px-5 py-3 sm:px-7">
			{people.map((form, i) => (
				<PersonCard
					key={form.id}
					number={i + 1}
					waiting={waitingOf(form, context)}
					now={now}
					isNext={form.id === next?.id}
					onOpen={onOpen}
				/>
			))}
			<LiveRegion>{ready.length === 0 ? "" : t("ready", { count: ready.length })}</LiveRegion>
		</section>
	);
}

function PersonCard(props: {
	number: number;
	waiting: Waiting;
	now: NumericDate;
	isNext: boolean;
	onOpen: (form: CounterForm) => void;
}) {
	const { number, waiting, now, isNext, onOpen } = props;
	const { form, from } = waiting;
	const t = useTranslations("entry.people");
	const format = useFormatter();
	const { family, given } = namesOf(form).latin;
	const left = from === undefined ? undefined : from - now;
	const tone = left !== undefined && left <= 0 ? "border-ok bg-ok-bg" : "border-line bg-paper";
	return (
		<button
			type="button"
			data-person={form.id}
			data-ready={left !== undefined && left <= 0}
			onClick={() => onOpen(form)}
			aria-keyshortcuts={isNext ? "F8" : undefined}
			className={`min-h-13 min-w-44 rounded-card border px-3.5 py-2 text-left text-[0.9375rem] ${tone}`}
		>
			<b className="block">
				{number} · {`${family} ${given}`.trim() || t("unnamed")}
			</b>
			<span className="tabular">
				{left === undefined ? t("incomplete") : null}
				{left !== undefined && left <= 0 ? t("from", { at: format.dateTime((from ?? 0) * 1000, TIME) }) : null}
				{left !== undefined && left > 0 ? t("left", { time: clockOf(left) }) : null}
			</span>{" "}
			{isNext ? <Kbd>F8</Kbd> : null}
		</button>
	);
}

const TIME = { hour: "2-digit", minute: "2-digit" } as const;

/** `04:10` */
function clockOf(seconds: number): string {
	return [Math.floor(seconds / MINUTE), seconds % MINUTE].map((part) => String(part).padStart(2, "0")).join(":");
}
