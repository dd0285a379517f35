"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { sayFate } from "@/lib/device/counter/sheet-fate";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { type DeskDialog, DeskDialogs, DialogButtons } from "./desk-dialogs";
import { EntryPanel } from "./entry/entry-panel";
import { type CounterForm, type CounterHabits, hasContent } from "./entry/form-state";
import { InformationSheet } from "./entry/information-sheet";
import { nextForResult, PeopleBar } from "./entry/people-bar";
import { PositiveLine } from "./entry/positive-line";
import { RecordedPanel } from "./entry/recorded-panel";
import type { TodayAct } from "./entry/same-today";
import { useCounter } from "./entry/use-counter";
import { useScanned } from "./entry/use-scanned";
import type { FolderCopy } from "./moving/use-folder-copy";
import { DayList } from "./queue/day-list";
import { entryActions } from "./queue/entry-actions";
import { todayOf } from "./queue/today";
import { type DayEntry, useDayList } from "./queue/use-day-list";
import { IssuedPanel } from "./sheet/issued-panel";
import { OpenSheetsStrip } from "./sheet/open-sheets-strip";
import { PrintedJob } from "./sheet/printed-job";
import { SeriesSwitch } from "./sheet/series-switch";
import { usePrinting } from "./sheet/use-printing";
import { useSeries } from "./sheet/use-series";
import { useActLink } from "./software/use-prepared";
import { OutlookLine } from "./status/outlook-line";
import { SharedPapers } from "./status/shared-papers";
import { useSheetOrigin, useTraining } from "./training/training";
import { useTrainingPeople } from "./training/use-training-people";
import { useDeskKeys } from "./use-desk-keys";

type DeskProps = {
	device: UnlockedDevice;
	outlook: CounterOutlook;
	habits: CounterHabits;
	drafts: readonly CounterForm[];
	now: Date;
	copy: FolderCopy;
	/** There is something new to send. */
	wake: () => void;
};

/** The form (or the sheet just issued) and the list beside it. */
export function CounterDesk({ device, outlook, habits, drafts, now, copy, wake }: DeskProps) {
	const t = useTranslations("counter");
	const { list, open, mailing, setOpen } = useList(device, now);
	const [dialog, setDialog] = useState<DeskDialog>();
	const [positive, setPositive] = useState<string>();
	const desk = useDesk({
		...{ device, outlook, habits, drafts, now, copy, wake },
		...{ enabled: open === undefined && dialog === undefined && positive === undefined, today: todayOf(list, now) },
	});
	const { counter, printing, issued, series } = desk;
	const origin = useSheetOrigin();
	const recorded =
		counter.phase.state === "recorded"
			? { draft: counter.phase.draft, pharmacy: device.pharmacy?.name ?? "", zone: counter.context.zone }
			: undefined;
	const begin = (form: CounterForm) => {
		setDialog(undefined);
		counter.begin(form);
	};
	const portalAnswers = outlook.portal.state === "answers";
	const openIssued = (asking?: "mail") =>
		setOpen(list.state === "ready" ? list.entries.find(({ row }) => row.key === issued?.key) : undefined, asking);
	const actions = entryActions({
		...{ device, entry: open, wake, printing, begin, locale: useLocale(), portalAnswers },
		close: () => setOpen(undefined),
	});
	return (
		<>
			<div className="screen-only">
				{list.state === "ready" ? (
					<OpenSheetsStrip entries={list.entries} except={desk.answered} onPrint={printing.printAll} />
				) : null}
				<SharedPapers device={device} onPrint={printing.print} wake={wake} />
				<PeopleBar people={counter.people} context={counter.context} onOpen={counter.begin} />
				<div className="grid lg:grid-cols-[minmax(0,1fr)_23rem]">
					<main
						id="content"
						className="px-5 py-6 sm:px-7"
						data-unfinished={!issued && !recorded && hasContent(counter.form)}
					>
						<h1 className="sr-only">{t("title")}</h1>
						{recorded === undefined ? null : (
							<RecordedPanel onNext={counter.next}>
								<InformationSheet {...recorded} />
							</RecordedPanel>
						)}
						{recorded !== undefined ? null : issued === undefined ? (
							<EntryPanel counter={counter} outlook={outlook} />
						) : (
							<IssuedPanel
								sheet={issued.sheet}
								onPrintAgain={() => printing.print(issued.sheet)}
								onNext={desk.next}
								onWrong={() => openIssued()}
								onMail={portalAnswers ? () => openIssued("mail") : undefined}
							/>
						)}
					</main>
					<aside className="border-line bg-quiet px-5 py-6 max-lg:border-t lg:min-h-[calc(100dvh-3.5rem)] lg:border-l">
						<SeriesSwitch series={series} />
						<DayList list={list} now={now} onOpen={setOpen} />
						<DialogButtons onOpen={setDialog} />
						<PositiveLine onOpen={setPositive} />
						<OutlookLine outlook={outlook} />
					</aside>
				</div>
			</div>
			<DeskDialogs
				{...{ device, outlook, now, list, dialog, copy, wake, actions, mailing, positive, begin }}
				entry={open}
				onEntry={setOpen}
				onPositive={setPositive}
				onPrepared={counter.prepare}
				onPerson={(id) => {
					setDialog(undefined);
					desk.take(id);
				}}
				onClose={() => setDialog(undefined)}
			/>
			<div className="paper-only">
				{recorded === undefined ? null : <InformationSheet {...recorded} />}
				{recorded !== undefined || printing.job === undefined ? null : (
					<PrintedJob job={printing.job} origin={origin} />
				)}
			</div>
		</>
	);
}

/** The list of the day, which entry is open, and whether with the address to send its sheet to. */
function useList(device: UnlockedDevice, now: Date) {
	const list = useDayList(device, now);
	const [chosen, setChosen] = useState<DayEntry>();
	const [mailing, setMailing] = useState(false);
	const setOpen = (entry: DayEntry | undefined, asking?: "mail") => {
		setChosen(entry);
		setMailing(asking === "mail");
	};
	// As it is now, where the list of today has it; one of another day as it was when it was opened.
	const current = list.state === "ready" ? list.entries.find(({ row }) => row.key === chosen?.row.key) : undefined;
	return { list, open: current ?? chosen, mailing, setOpen };
}

/** The form with the printer and the keys. `enabled`: no dialog has the keyboard. */
function useDesk({
	device,
	outlook,
	habits,
	drafts,
	wake,
	today,
	enabled,
}: DeskProps & { enabled: boolean; today: readonly TodayAct[] }) {
	const printing = usePrinting();
	const series = useSeries();
	const afterIssue = useRef<() => void>(undefined);
	const onIssued = (sheet: AttestationSheet) => {
		wake();
		if (series.on) afterIssue.current?.();
		else printing.print(sheet);
		series.note(sheet);
	};
	const counter = useCounter({
		...{ habits, drafts, today, onIssued, onRecorded: wake },
		...{ products: device.products, kinds: outlook.kinds, storageKey: device.storageKey },
	});
	const issued = counter.phase.state === "issued" ? counter.phase : undefined;
	useScanned(counter.scan, enabled);
	useActLink(device.storageKey, counter.prepare);
	const isReal = useTraining() === undefined;
	const people = useTrainingPeople(counter, habits);
	useEffect(() => {
		afterIssue.current = counter.next;
	});
	// Going on from a sheet says that it is in the person's hand. Until that is on the disk nobody is asked.
	const [handed, setHanded] = useState("");
	const next = () => {
		if (issued !== undefined) {
			setHanded(issued.key);
			sayFate([issued.key], "handed").catch((error: unknown) => {
				setHanded("");
				reportError(error);
			});
		}
		counter.next();
	};
	useDeskKeys({
		enabled,
		issueOrPrint: () => {
			if (issued !== undefined) printing.print(issued.sheet);
			else if (counter.phase.state === "recorded") window.print();
			else void counter.issue();
		},
		next,
		result: () => {
			const waiting = nextForResult(counter.people, counter.context);
			if (waiting !== undefined) counter.begin(waiting);
		},
		reprint: printing.again,
		invented: isReal ? undefined : people.next,
	});
	return { counter, printing, series, issued, next, take: people.take, answered: [counter.form.id, handed] };
}
