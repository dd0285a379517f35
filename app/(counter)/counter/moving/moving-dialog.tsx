"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { saveFile } from "@/app/_device/save-file";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { countCarried, type TakenQueue, takeQueue } from "@/lib/device/counter/carried/carried-store";
import { canChooseFolder, chooseFolder, forgetFolder } from "@/lib/device/counter/carried/copy-folder";
import { ownQueue } from "@/lib/device/counter/carried/own-queue";
import { bestNow } from "@/lib/device/trust/clock";
import { readQueueFile, writeQueueFile } from "@/lib/outbox/queue-file";
import { type FolderCopy, queueFileName } from "./use-folder-copy";

/** What waits here can go from another workstation: by a folder that is kept current, or by a file. */
export function MovingDialog(props: { pharmacy: string; copy: FolderCopy; wake: () => void; onClose: () => void }) {
	const { pharmacy, copy, wake, onClose } = props;
	const t = useTranslations("moving");
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-6">
				<p>{t("body")}</p>
				<CopyFolder copy={copy} />
				<SaveQueue />
				<TakeQueue pharmacy={pharmacy} wake={wake} />
			</div>
		</Dialog>
	);
}

function CopyFolder({ copy }: { copy: FolderCopy }) {
	const t = useTranslations("moving.folder");
	if (!canChooseFolder()) return <p className="text-ink-2">{t("unsupported")}</p>;
	return (
		<section className="grid justify-items-start gap-2">
			<h3 className="font-semibold">{t("title")}</h3>
			<p>{copy.state === "none" ? t("body") : t("chosen", { folder: copy.folder })}</p>
			{copy.state === "copied" ? (
				<p role="status">
					{t("copied", { count: copy.acts })} {copy.unsealed === 0 ? "" : t("unsealed", { count: copy.unsealed })}
				</p>
			) : null}
			<div className="flex flex-wrap gap-3">
				<Button onClick={() => void chooseFolder()}>{copy.state === "none" ? t("choose") : t("other")}</Button>
				{copy.state === "none" ? null : <Button onClick={() => void forgetFolder()}>{t("stop")}</Button>}
			</div>
		</section>
	);
}

const queueQuery = () => ownQueue(bestNow());

function SaveQueue() {
	const t = useTranslations("moving.save");
	const live = useLive(queueQuery);
	const own = live.state === "ready" ? live.value : undefined;
	const count = own === undefined ? 0 : own.queue.records.length + own.queue.results.length;
	const save = () => {
		if (own === undefined) return;
		saveFile(queueFileName(own.queue.device), new Blob([writeQueueFile(own.queue)], { type: "application/json" }));
	};
	return (
		<section className="grid justify-items-start gap-2">
			<h3 className="font-semibold">{t("title")}</h3>
			<p>{count === 0 ? t("nothing") : t("body")}</p>
			{own !== undefined && own.unsealed > 0 ? (
				<Notice tone="compare">{t("unsealed", { count: own.unsealed })}</Notice>
			) : null}
			{count === 0 ? null : <Button onClick={save}>{t("save", { count })}</Button>}
		</section>
	);
}

type Taken = TakenQueue | { readonly outcome: "unread" };

async function take(file: Blob, pharmacy: string): Promise<Taken> {
	const queue = readQueueFile(await file.text());
	return queue === undefined ? { outcome: "unread" } : takeQueue(queue, { pharmacy });
}

const carriedQuery = () => countCarried();

function TakeQueue({ pharmacy, wake }: { pharmacy: string; wake: () => void }) {
	const t = useTranslations("moving.take");
	const input = useRef<HTMLInputElement>(null);
	const [taken, setTaken] = useState<Taken>();
	const carried = useLive(carriedQuery);
	const choose = async (file: File | undefined) => {
		if (file === undefined) return;
		setTaken(await take(file, pharmacy));
		wake();
		if (input.current !== null) input.current.value = "";
	};
	const devices = carried.state === "ready" ? [...carried.value] : [];
	return (
		<section className="grid justify-items-start gap-2">
			<h3 className="font-semibold">{t("title")}</h3>
			<p>{t("body")}</p>
			<input
				ref={input}
				type="file"
				accept=".json,application/json"
				hidden
				data-queue=""
				onChange={(event) => void choose(event.currentTarget.files?.[0])}
			/>
			<Button onClick={() => input.current?.click()}>{t("choose")}</Button>
			<div role="status" className="empty:hidden">
				{taken === undefined ? null : (
					<Notice tone={taken.outcome === "taken" ? "ok" : "compare"}>
						{taken.outcome === "taken" ? t("taken", { added: taken.added, known: taken.known }) : t(taken.outcome)}
					</Notice>
				)}
			</div>
			{devices.map(([device, { waiting, registered, refused }]) => (
				<p key={device} data-carried={device} className="text-sm">
					{t("state", { waiting, registered, refused })}
				</p>
			))}
		</section>
	);
}
