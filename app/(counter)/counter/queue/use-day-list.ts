"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { askRegisteredTwice } from "@/lib/device/counter/ask-registered-twice";
import { loadGaps } from "@/lib/device/counter/day-gaps";
import { type DayRow, loadDayRows, loadPeriodRows } from "@/lib/device/counter/day-list";
import { type OpenedSheets, openSheets } from "@/lib/device/counter/opened-sheets";
import { loadPositives } from "@/lib/device/counter/positive-store";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import type { ActTwice } from "@/lib/protocol/registered-twice";
import { limitsOf, type Period } from "./use-period";

/** One line of the list. `sheet` is undefined until it is opened, null when its details are gone. */
export type DayEntry = DayRow & { readonly sheet: AttestationSheet | null | undefined };

function startOfDay(now: Date): number {
	return Math.floor(new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() / 1000);
}

/** `failed`: the storage refused. */
export type DayEntries =
	| { readonly state: "loading" | "failed" }
	| { readonly state: "ready"; readonly entries: readonly DayEntry[] };

/** Today's attestations and whatever older is not settled, newest first, opened with the device's storage key. */
export function useDayList(device: UnlockedDevice, now: Date): DayEntries {
	const dayStart = startOfDay(now);
	return useEntries(
		device,
		useCallback(() => loadDayRows(dayStart), [dayStart]),
	);
}

/** Everything that is kept of a day or a month. */
export function usePeriodList(device: UnlockedDevice, period: Period): DayEntries {
	const { from, to } = limitsOf(period);
	return useEntries(
		device,
		useCallback(() => loadPeriodRows({ from, to }), [from, to]),
	);
}

/** What else became of a day or a month: positive results, and numbers of which no sheet came. Nothing while it is read. */
export function usePeriodRest({ storageKey }: UnlockedDevice, period: Period) {
	const { from, to } = limitsOf(period);
	const gaps = useLive(useCallback(() => loadGaps({ from, to }), [from, to]));
	const positives = useLive(useCallback(() => loadPositives({ from, to }, { storageKey }), [from, to, storageKey]));
	return {
		gaps: gaps.state === "ready" ? gaps.value : [],
		positives: positives.state === "ready" ? positives.value : [],
	};
}

/** [EN-17] What the portal has of the period twice. Undefined until it answers: the list waits for nothing. */
export function useRegisteredTwice(period: Period): readonly ActTwice[] | undefined {
	const { from, to } = limitsOf(period);
	const [found, setFound] = useState<{
		readonly from: number;
		readonly to: number;
		readonly acts: readonly ActTwice[];
	}>();
	useEffect(() => {
		let current = true;
		const ask = async () => {
			const acts = await askRegisteredTwice({ from, to });
			if (current && acts !== undefined) setFound({ from, to, acts });
		};
		void ask();
		return () => {
			current = false;
		};
	}, [from, to]);
	return found?.from === from && found.to === to ? found.acts : undefined;
}

function useEntries(device: UnlockedDevice, query: () => Promise<readonly DayRow[]>): DayEntries {
	const rows = useLive(query);
	const [sheets, setSheets] = useState<ReadonlyMap<string, AttestationSheet | null>>(new Map());
	const listed = rows.state === "ready" ? rows.value : undefined;
	const { storageKey } = device;
	// biome-ignore lint/correctness/useExhaustiveDependencies: what another key opened is not this one's.
	const opened = useMemo<OpenedSheets>(() => new Map(), [storageKey]);
	useEffect(() => {
		let current = true;
		const open = async () => {
			const found = await openSheets(
				(listed ?? []).map(({ row }) => row),
				{ storageKey, opened },
			);
			if (current) setSheets(found);
		};
		void open();
		return () => {
			current = false;
		};
	}, [listed, storageKey, opened]);
	if (rows.state !== "ready") return rows;
	return { state: "ready", entries: rows.value.map((one) => ({ ...one, sheet: sheets.get(one.row.key) })) };
}
