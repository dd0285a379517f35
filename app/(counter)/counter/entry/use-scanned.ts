"use client";

import { useEffect, useRef } from "react";
import { beginsLikeScanned, readScanned, type Scanned } from "@/lib/entry/scanned";
import { dayAt } from "@/lib/entry/zone-time";
import { listenForDocuments } from "@/lib/scan/listen-for-documents";
import { present } from "./use-entry-form";

/** Documents and boxes that a scanner types, wherever the focus is. */
export function useScanned(onScanned: (scanned: Scanned) => void, enabled: boolean): void {
	const current = useRef(onScanned);
	useEffect(() => {
		current.current = onScanned;
	});
	useEffect(() => {
		if (!enabled) return;
		return listenForDocuments({
			wanted: beginsLikeScanned,
			onScan: (texts) => {
				const { now, zone } = present();
				current.current(readScanned(texts, dayAt(now, zone)));
			},
		});
	}, [enabled]);
}
