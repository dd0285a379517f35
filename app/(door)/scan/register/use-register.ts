"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { type Badge, readBadge } from "@/lib/device/door/badge";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import {
	forgetOldShifts,
	loadShifts,
	loadStaff,
	noteCheck,
	onDuty,
	openPost,
	type Shift,
	type Staff,
	takeDuty,
} from "@/lib/device/door/scan-register";
import { survive } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";

export type Register = {
	readonly staff: readonly Staff[];
	readonly shifts: readonly Shift[];
	/** Id of who is on duty, empty for nobody in particular. */
	readonly onDuty: string;
};

const read = async (): Promise<Register> => ({
	staff: await loadStaff(),
	shifts: await loadShifts(),
	onDuty: await onDuty(),
});

/** The register of this device, following every change. Undefined while it is read. */
export function useRegister(): Register | undefined {
	const live = useLive(read);
	return live.state === "ready" ? live.value : undefined;
}

/** What came of a badge: somebody took over, or it is not one of this device's. */
export type BadgeNote = { readonly outcome: "onDuty" | "unknown"; readonly badge: Badge; readonly id: number };

const NOTE_MS = 6000;
/** Two notes of the same words are two announcements. */
let notes = 0;

/**
 * Who is at work at this post. `scanned` answers whether a text was a badge, which is then dealt with and judged by
 * nobody: it changes who is on duty and nothing on the screen but a note.
 */
export function useShift({ name: place, gate }: GateChoice, checks: number) {
	const [note, setNote] = useState<BadgeNote>();
	useEffect(() => {
		void survive(() => openPost({ place, gate }, { now: deviceNow() }));
		void survive(() => forgetOldShifts({ now: deviceNow() }));
	}, [place, gate]);
	useEffect(() => {
		if (checks > 0) void survive(() => noteCheck({ now: deviceNow() }));
	}, [checks]);
	const shown = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(shown.current), []);
	const scanned = useCallback((text: string): boolean => {
		const badge = readBadge(text);
		if (badge === undefined) return false;
		void swap(badge).then((outcome) => {
			setNote({ outcome, badge, id: ++notes });
			clearTimeout(shown.current);
			shown.current = setTimeout(() => setNote(undefined), NOTE_MS);
		}, reportError);
		return true;
	}, []);
	return { note, scanned };
}

async function swap(badge: Badge): Promise<BadgeNote["outcome"]> {
	const known = (await loadStaff()).some(({ id, withdrawnAt }) => id === badge.id && withdrawnAt === null);
	if (!known) {
		lastUnknown = badge;
		return "unknown";
	}
	await survive(() => takeDuty(badge.id, { now: deviceNow() }));
	return "onDuty";
}

/** The last badge that this device did not know: the supervisor may authorise it. Gone with the page. */
let lastUnknown: Badge | undefined;

export function unknownBadge(): Badge | undefined {
	return lastUnknown;
}

export function forgetUnknownBadge(): void {
	lastUnknown = undefined;
}
