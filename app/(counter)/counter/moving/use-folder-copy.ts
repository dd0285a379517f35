"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { askToWrite, chosenFolder, mayWrite, writeCopy } from "@/lib/device/counter/carried/copy-folder";
import { type OwnQueue, ownQueue } from "@/lib/device/counter/carried/own-queue";
import { bestNow } from "@/lib/device/trust/clock";
import { writeQueueFile } from "@/lib/outbox/queue-file";

export type FolderCopy =
	| { readonly state: "none" }
	/** The browser asks again, at a press. */
	| { readonly state: "paused"; readonly folder: string }
	| { readonly state: "copied"; readonly folder: string; readonly acts: number; readonly unsealed: number }
	/** The folder is gone, full, or refuses. */
	| { readonly state: "failed"; readonly folder: string };

const queueQuery = () => ownQueue(bestNow());
const folderQuery = () => chosenFolder();

/** [QM-3] Keeps the copy in the chosen folder as the queue is, with every change, for as long as the counter is open. */
export function useFolderCopy(): { readonly copy: FolderCopy; readonly resume: () => Promise<void> } {
	const queue = useLive(queueQuery);
	const folder = useLive(folderQuery);
	const [copy, setCopy] = useState<FolderCopy>({ state: "none" });
	const last = useRef<Promise<void>>(Promise.resolve());
	const own = queue.state === "ready" ? queue.value : undefined;
	const chosen = folder.state === "ready" ? folder.value : undefined;
	const write = useCallback(() => {
		if (chosen === undefined || own === undefined) return setCopy({ state: "none" });
		last.current = last.current.then(async () => setCopy(await copied(chosen, own)));
	}, [chosen, own]);
	useEffect(write, [write]);
	const resume = async () => {
		if (chosen !== undefined && (await askToWrite(chosen))) write();
	};
	return { copy, resume };
}

async function copied(
	folder: NonNullable<Awaited<ReturnType<typeof chosenFolder>>>,
	own: OwnQueue,
): Promise<FolderCopy> {
	const { queue, unsealed } = own;
	const name = folder.name;
	try {
		if (!(await mayWrite(folder))) return { state: "paused", folder: name };
		await writeCopy(folder, { name: queueFileName(queue.device), text: writeQueueFile(queue) });
		return { state: "copied", folder: name, acts: queue.records.length + queue.results.length, unsealed };
	} catch (error) {
		if (!(error instanceof DOMException)) throw error;
		return { state: "failed", folder: name };
	}
}

export const queueFileName = (device: string): string => `relais-queue-${device}.json`;
