"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import type { CounterForm } from "./entry/form-state";
import { MovingDialog } from "./moving/moving-dialog";
import type { FolderCopy } from "./moving/use-folder-copy";
import { ReturnedDialog } from "./paper/returned-dialog";
import { type EntryActions, EntryDialog } from "./queue/entry-dialog";
import { ListDialog } from "./queue/list-dialog";
import { PositiveDialog } from "./queue/positive-dialog";
import type { DayEntries, DayEntry } from "./queue/use-day-list";
import { SoftwareDialog } from "./software/software-dialog";
import type { Prepared } from "./software/use-prepared";
import { SupportDialog } from "./support/support-dialog";
import { PeopleDialog } from "./training/people-dialog";
import { useTraining } from "./training/training";
import { TrainingLink } from "./training/training-link";
import type { TrainingPersonId } from "./training/training-people";

/** Which dialog of the desk is open, beside the one of an entry. */
export type DeskDialog = "list" | "software" | "moving" | "paper" | "support" | "people";

/** The ways to the desk's dialogs, under the list. */
export function DialogButtons({ onOpen }: { onOpen: (dialog: DeskDialog) => void }) {
	const day = useTranslations("day");
	const software = useTranslations("software");
	const moving = useTranslations("moving");
	const paper = useTranslations("paper");
	const support = useTranslations("support");
	const training = useTranslations("training");
	const list = (
		<Button compact onClick={() => onOpen("list")}>
			{day("list.open")}
		</Button>
	);
	if (useTraining() !== undefined) {
		return (
			<div className="mt-4 grid gap-2">
				{list}
				<Button compact onClick={() => onOpen("people")}>
					{training("people.open")}
				</Button>
			</div>
		);
	}
	return (
		<div className="mt-4 grid gap-2">
			{list}
			<Button compact onClick={() => onOpen("software")}>
				{software("open")}
			</Button>
			<Button compact onClick={() => onOpen("moving")}>
				{moving("open")}
			</Button>
			<Button compact onClick={() => onOpen("paper")}>
				{paper("open")}
			</Button>
			<Button compact onClick={() => onOpen("support")}>
				{support("open")}
			</Button>
			<TrainingLink />
		</div>
	);
}

export function DeskDialogs(props: {
	device: UnlockedDevice;
	outlook: CounterOutlook;
	now: Date;
	list: DayEntries;
	dialog: DeskDialog | undefined;
	copy: FolderCopy;
	wake: () => void;
	entry: DayEntry | undefined;
	actions: EntryActions;
	/** The entry opens with the address to send its sheet to. */
	mailing: boolean;
	onEntry: (entry: DayEntry) => void;
	/** Key of the positive result that is looked at. */
	positive: string | undefined;
	onPositive: (key: string | undefined) => void;
	begin: (form: CounterForm) => void;
	onPrepared: (prepared: Prepared) => void;
	onPerson: (id: TrainingPersonId) => void;
	onClose: () => void;
}) {
	const { device, outlook, now, list, dialog, copy, wake, entry, actions, mailing, onEntry, onPrepared } = props;
	const { positive, onPositive, onPerson, begin, onClose } = props;
	const entries = list.state === "ready" ? list.entries : [];
	return (
		<>
			{dialog === "list" ? <ListDialog {...{ device, now, onPositive, onClose }} onOpen={onEntry} /> : null}
			{dialog === "software" ? (
				<SoftwareDialog storageKey={device.storageKey} {...{ entries, onPrepared, onClose }} />
			) : null}
			{dialog === "moving" ? (
				<MovingDialog pharmacy={device.pharmacy?.number ?? ""} {...{ copy, wake, onClose }} />
			) : null}
			{dialog === "paper" ? <ReturnedDialog pharmacy={device.pharmacy?.number ?? ""} {...{ wake, onClose }} /> : null}
			{dialog === "people" ? <PeopleDialog onTake={onPerson} onClose={onClose} /> : null}
			{dialog === "support" ? <SupportDialog outlook={outlook} onClose={onClose} /> : null}
			{entry === undefined ? null : <EntryDialog key={entry.row.key} {...{ entry, mailing }} {...actions} />}
			{positive === undefined ? null : (
				<PositiveDialog
					key={positive}
					positiveKey={positive}
					storageKey={device.storageKey}
					begin={begin}
					onClose={() => onPositive(undefined)}
				/>
			)}
		</>
	);
}
