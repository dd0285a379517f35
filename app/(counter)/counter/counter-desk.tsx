"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { LiveRegion } from "@/app/_ui/live-region";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { isSettled, markShown, numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { UnshownStrip } from "./device-strips";
import { AttestationForm } from "./entry/attestation-form";
import { type CounterHabits, hasContent, kindOf } from "./entry/form-state";
import { DayList } from "./queue/day-list";
import { entryActions } from "./queue/entry-actions";
import { EntryDialog } from "./queue/entry-dialog";
import { type DayEntry, useDayList } from "./queue/use-day-list";
import { IssuedPanel } from "./sheet/issued-panel";
import { SheetPaper } from "./sheet/sheet-paper";
import { useCounter } from "./use-counter";
import { useDeskKeys } from "./use-desk-keys";

type DeskProps = {
	device: StoredDevice;
	outlook: CounterOutlook;
	habits: CounterHabits;
	now: Date;
	/** There is something new to send. */
	wake: () => void;
};

/** The form (or the sheet just issued) and the list beside it. */
export function CounterDesk({ device, outlook, habits, now, wake }: DeskProps) {
	const t = useTranslations("counter");
	const printing = usePrinting();
	const entries = useDayList(device, now);
	const [openKey, setOpenKey] = useState<string>();
	const onIssued = (sheet: AttestationSheet) => {
		printing.print(sheet);
		wake();
	};
	const counter = useCounter({ habits, products: device.products, kinds: outlook.kinds, onIssued });
	const { form, phase } = counter;
	const issued = phase.phase === "issued" ? phase : undefined;
	useDeskKeys({
		enabled: openKey === undefined,
		issueOrPrint: () => (issued === undefined ? void counter.issue() : printing.print(issued.sheet)),
		next: counter.next,
	});

	const listed = Array.isArray(entries) ? (entries as readonly DayEntry[]) : undefined;
	const open = listed?.find(({ row }) => row.key === openKey);
	const actions = entryActions({
		...{ device, entry: open, wake, begin: counter.begin, print: printing.print },
		close: () => setOpenKey(undefined),
	});
	return (
		<>
			<div className="screen-only">
				{listed && <Unshown entries={listed} onShow={printing.print} />}
				<div className="grid lg:grid-cols-[minmax(0,1fr)_23rem]">
					<main id="content" className="px-5 py-6 sm:px-7" data-unfinished={!issued && hasContent(form)}>
						<h1 className="sr-only">{t("title")}</h1>
						{issued === undefined ? (
							<>
								{form.corrects === undefined ? null : (
									<div className="mb-5">
										<Notice tone="compare">{t("correcting", { number: String(form.corrects.number) })}</Notice>
									</div>
								)}
								<AttestationForm
									form={form}
									problems={phase.phase === "filling" ? phase.problems : {}}
									products={device.products}
									onChange={counter.change}
									onAct={counter.chooseAct}
								/>
								<IssueBar counter={counter} outlook={outlook} />
							</>
						) : (
							<IssuedPanel
								sheet={issued.sheet}
								entryKey={issued.key}
								onPrint={() => printing.print(issued.sheet)}
								onNext={counter.next}
							/>
						)}
					</main>
					<aside className="border-line bg-quiet px-5 py-6 max-lg:border-t lg:min-h-[calc(100dvh-3.5rem)] lg:border-l">
						<DayList entries={entries} now={now} onOpen={setOpenKey} />
						<Outlook outlook={outlook} />
					</aside>
				</div>
			</div>
			{open === undefined ? null : <EntryDialog entry={open} {...actions} />}
			<div className="paper-only">
				{printing.sheet === undefined ? null : <SheetPaper sheet={printing.sheet} origin={window.location.origin} />}
			</div>
		</>
	);
}

/** One sheet at a time is on the paper; asking again for the same one prints it again. */
function usePrinting() {
	const [job, setJob] = useState<{ sheet: AttestationSheet; count: number }>();
	useEffect(() => {
		if (job !== undefined) window.print();
	}, [job]);
	const print = (sheet: AttestationSheet) => setJob((before) => ({ sheet, count: (before?.count ?? 0) + 1 }));
	return { sheet: job?.sheet, print };
}

function IssueBar({ counter, outlook }: { counter: ReturnType<typeof useCounter>; outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const { form, phase } = counter;
	const kind = kindOf(form);
	const blocked = kind === "none" ? "positive" : kind && !outlook.kinds.includes(kind) ? "kindMissing" : undefined;
	const failure = phase.phase === "filling" ? phase.failure : undefined;
	const problems = phase.phase === "filling" ? Object.keys(phase.problems).length : 0;
	return (
		<div className="mt-6 grid gap-4">
			{blocked === undefined || outlook.kinds.length === 0 ? null : (
				<Notice tone={blocked === "positive" ? "compare" : "no"} alert title={t(`${blocked}.title`)}>
					{t(`${blocked}.body`)}
				</Notice>
			)}
			{failure === undefined ? null : (
				<Notice tone="no" alert title={t("failure.title")}>
					{t(`failure.${failure}`)}
				</Notice>
			)}
			<div className="flex flex-wrap items-center gap-3">
				<Button
					data-issue
					tone="primary"
					shortcut="F9"
					disabled={blocked !== undefined}
					busy={phase.phase === "issuing"}
					onClick={() => void counter.issue()}
				>
					{phase.phase === "issuing" ? t("issuing") : t("issue")}
				</Button>
				<Button shortcut="F4" onClick={counter.next}>
					{t("next")}
				</Button>
				{problems === 0 ? null : <span className="text-no">{t("problems", { count: problems })}</span>}
			</div>
			<LiveRegion urgent>{problems === 0 ? "" : t("problems", { count: problems })}</LiveRegion>
		</div>
	);
}

function Outlook({ outlook: { left, until } }: { outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const format = useFormatter();
	if (until === undefined) return null;
	const day = format.dateTime(new Date(until * 1000), { day: "numeric", month: "short" });
	return <p className="mt-6 text-sm text-ink-2">{t("outlook", { left, until: day })}</p>;
}

/**
 * Attestations that were stored while a page died before it could show them. They are there when the list is first read;
 * what joins it later is issued by this page and shown by it in the same moment.
 */
function Unshown({ entries, onShow }: { entries: readonly DayEntry[]; onShow: (sheet: AttestationSheet) => void }) {
	const [atOpening] = useState(() => new Set(entries.map(({ row }) => row.key)));
	const missed = entries.find(({ row, sheet }) => !row.shown && atOpening.has(row.key) && sheet && !isSettled(row));
	if (missed?.sheet == null) return null;
	const { row, sheet } = missed;
	const show = () => {
		onShow(sheet);
		void markShown(row.key);
	};
	return <UnshownStrip number={numberOf(row)} onShow={show} />;
}
