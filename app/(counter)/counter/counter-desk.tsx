"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
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
import { SheetPaper } from "./sheet/sheet-paper";
import { UnshownStrip } from "./sheet/unshown-strip";
import { usePrinting } from "./sheet/use-printing";
import { OutlookLine } from "./status/outlook-line";
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
	const { counter, printing, issued } = useDesk({
		...{ device, outlook, habits, drafts, now, wake },
		enabled: openKey === undefined,
	});
	const actions = entryActions({
		...{ device, entry: open, wake, begin: counter.begin, print: printing.print },
		close: () => setOpenKey(undefined),
	});
	return (
		<>
			<div className="screen-only">
				{list.state === "ready" ? <UnshownStrip entries={list.entries} onShow={printing.print} /> : null}
				<PeopleBar people={counter.people} context={counter.context} onOpen={counter.begin} />
				<div className="grid lg:grid-cols-[minmax(0,1fr)_23rem]">
					<main id="content" className="px-5 py-6 sm:px-7" data-unfinished={!issued && hasContent(counter.form)}>
						<h1 className="sr-only">{t("title")}</h1>
						{issued === undefined ? (
							<EntryPanel counter={counter} outlook={outlook} />
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
						<DayList list={list} now={now} onOpen={setOpenKey} />
						<OutlookLine outlook={outlook} />
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
	const onIssued = (sheet: AttestationSheet) => {
		printing.print(sheet);
		wake();
	};
	const seconds = Math.floor(now.getTime() / 1000);
	const counter = useCounter({
		...{ habits, drafts, onIssued, now: seconds },
		...{ products: device.products, kinds: outlook.kinds, storageKey: device.storageKey },
	});
	const issued = counter.phase.state === "issued" ? counter.phase : undefined;
	useScanned(counter.scan, enabled);
	useDeskKeys({
		enabled,
		issueOrPrint: () => (issued === undefined ? void counter.issue() : printing.print(issued.sheet)),
		next: counter.next,
		result: () => {
			const next = nextForResult(counter.people, counter.context);
			if (next !== undefined) counter.begin(next);
		},
		reprint: () => {
			if (printing.sheet !== undefined) printing.print(printing.sheet);
		},
	});
	return { counter, printing, issued };
}
