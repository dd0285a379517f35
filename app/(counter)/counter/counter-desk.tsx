"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { sayFate } from "@/lib/device/counter/sheet-fate";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { EntryPanel } from "./entry/entry-panel";
import { type CounterForm, type CounterHabits, hasContent } from "./entry/form-state";
import { nextForResult, PeopleBar } from "./entry/people-bar";
import { useCounter } from "./entry/use-counter";
import { useScanned } from "./entry/use-scanned";
import { DayList } from "./queue/day-list";
import { entryActions } from "./queue/entry-actions";
import { EntryDialog } from "./queue/entry-dialog";
import { useDayList } from "./queue/use-day-list";
import { IssuedPanel } from "./sheet/issued-panel";
import { OpenSheetsStrip } from "./sheet/open-sheets-strip";
import { PrintedJob } from "./sheet/printed-job";
import { SeriesSwitch } from "./sheet/series-switch";
import { usePrinting } from "./sheet/use-printing";
import { useSeries } from "./sheet/use-series";
import { OutlookLine } from "./status/outlook-line";
import { SharedPapers } from "./status/shared-papers";
import { useDeskKeys } from "./use-desk-keys";

type DeskProps = {
	device: StoredDevice;
	outlook: CounterOutlook;
	habits: CounterHabits;
	drafts: readonly CounterForm[];
	now: Date;
	/** There is something new to send. */
	wake: () => void;
};

/** The form (or the sheet just issued) and the list beside it. */
export function CounterDesk({ device, outlook, habits, drafts, now, wake }: DeskProps) {
	const t = useTranslations("counter");
	const { list, open, openKey, setOpenKey } = useList(device, now);
	const desk = useDesk({ ...{ device, outlook, habits, drafts, now, wake }, enabled: openKey === undefined });
	const { counter, printing, issued, series } = desk;
	const actions = entryActions({
		...{ device, entry: open, wake, begin: counter.begin, printing },
		close: () => setOpenKey(undefined),
	});
	return (
		<>
			<div className="screen-only">
				{list.state === "ready" ? (
					<OpenSheetsStrip entries={list.entries} current={counter.form.id} onPrint={printing.printAll} />
				) : null}
				<SharedPapers device={device} onPrint={printing.print} wake={wake} />
				<PeopleBar people={counter.people} context={counter.context} onOpen={counter.begin} />
				<div className="grid lg:grid-cols-[minmax(0,1fr)_23rem]">
					<main id="content" className="px-5 py-6 sm:px-7" data-unfinished={!issued && hasContent(counter.form)}>
						<h1 className="sr-only">{t("title")}</h1>
						{issued === undefined ? (
							<EntryPanel counter={counter} outlook={outlook} />
						) : (
							<IssuedPanel
								sheet={issued.sheet}
								onPrintAgain={() => printing.print(issued.sheet)}
								onNext={desk.next}
								onWrong={() => setOpenKey(issued.key)}
							/>
						)}
					</main>
					<aside className="border-line bg-quiet px-5 py-6 max-lg:border-t lg:min-h-[calc(100dvh-3.5rem)] lg:border-l">
						<SeriesSwitch series={series} />
						<DayList list={list} now={now} onOpen={setOpenKey} />
						<OutlookLine outlook={outlook} />
					</aside>
				</div>
			</div>
			{open === undefined ? null : <EntryDialog entry={open} {...actions} />}
			<div className="paper-only">
				{printing.job === undefined ? null : <PrintedJob job={printing.job} origin={window.location.origin} />}
			</div>
		</>
	);
}

/** The list of the day, and which of its entries is open. */
function useList(device: StoredDevice, now: Date) {
	const list = useDayList(device, now);
	const [openKey, setOpenKey] = useState<string>();
	const open = list.state === "ready" ? list.entries.find(({ row }) => row.key === openKey) : undefined;
	return { list, open, openKey, setOpenKey };
}

/** The form with the printer and the keys. `enabled`: no dialog has the keyboard. */
function useDesk({ device, outlook, habits, drafts, now, wake, enabled }: DeskProps & { enabled: boolean }) {
	const printing = usePrinting();
	const series = useSeries();
	const afterIssue = useRef<() => void>(undefined);
	const onIssued = (sheet: AttestationSheet) => {
		wake();
		if (series.on) afterIssue.current?.();
		else printing.print(sheet);
		series.note(sheet);
	};
	const seconds = Math.floor(now.getTime() / 1000);
	const counter = useCounter({
		...{ habits, drafts, onIssued, now: seconds },
		...{ products: device.products, kinds: outlook.kinds, storageKey: device.storageKey },
	});
	const issued = counter.phase.state === "issued" ? counter.phase : undefined;
	useScanned(counter.scan, enabled);
	useEffect(() => {
		afterIssue.current = counter.next;
	});
	// Going on from a sheet says that it is in the person's hand.
	const next = () => {
		if (issued !== undefined) void sayFate([issued.key], "handed");
		counter.next();
	};
	useDeskKeys({
		enabled,
		issueOrPrint: () => (issued === undefined ? void counter.issue() : printing.print(issued.sheet)),
		next,
		result: () => {
			const waiting = nextForResult(counter.people, counter.context);
			if (waiting !== undefined) counter.begin(waiting);
		},
		reprint: printing.again,
	});
	return { counter, printing, series, issued, next };
}
