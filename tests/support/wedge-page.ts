/** A page that listens to a hand scanner, on the keys' own clock. */
import { createWedgeReader, LONG_PAUSE_MS, type Scan, type WedgeStep } from "@/lib/scan/wedge";
import type { KeyPress, Reading } from "@/lib/scan/wedge-run";
import { ENTER, keysOf, SCANNERS, type Timing, timed } from "./key-timings";

/** A text of each family. */
export const RP1 =
	"RP1:6BFOXN%TS3DHPVO13J /G-/2YRVA.Q/R82JD2FCJG96V75DOW%IY17EIHY P8L6IWM$S4U45P84HW6U/4:84LC6 YM::QQHIZC4.OI1RM8ZA.A5";
export const HC1 = "HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH-R6IOOK.IR9B+9J.4-/$P7 RJQM5AH/Z";
export const TWODDOC = "DC04FR0000011E691E69B101FRL0ESSAI\x1dL1CAMILLE\x1dL203021990\x1fABCDEFGHIJ";
export const SHC = `shc:/${"56762909524320603460292437404460312229595326546034602925".repeat(3)}`;

/** What the page and its field see: keys that were left, what the field holds, and what was scanned. */
export function listen({
	field = false,
	content = "",
	reading,
}: {
	field?: boolean;
	content?: string;
	reading?: Reading;
} = {}) {
	const reader = createWedgeReader({ reading });
	let [kept, shown] = [content, content];
	const left: string[] = [];
	const scans: Scan[] = [];
	let last = 0;
	const act = (step: WedgeStep) => {
		if (step.undo) shown = kept;
		if (step.giveBack !== undefined) shown += step.giveBack;
		if (step.begins) kept = shown;
		scans.push(...(step.scans ?? []));
	};
	/** Lets time go by, as the page's timer does. */
	const quiet = (until: number) => {
		for (let due = reader.due(); due !== undefined && last + due <= until; due = reader.due()) {
			const step = reader.idle();
			act(step);
			last += due;
		}
	};
	const type = (keys: readonly KeyPress[]) => {
		for (const key of keys) {
			quiet(key.timeStamp);
			const step = reader.press(key, field ? "field" : undefined);
			last = key.timeStamp;
			act(step);
			if (step.suppress || key.key === "Shift") continue;
			left.push(key.key);
			if (field && key.key.length === 1 && !key.ctrlKey) shown += key.key;
		}
	};
	return {
		type,
		quiet: () => quiet(last + 10 * LONG_PAUSE_MS),
		/** Keys that the browser acts on. */
		left,
		scans,
		shown: () => shown,
		last: () => last,
		reader,
	};
}

export const read = (text: string): Scan => ({ outcome: "read", text });

export function scan(
	page: ReturnType<typeof listen>,
	text: string,
	{ timing = SCANNERS.cable as Timing, suffix = [ENTER] as readonly KeyPress[], start = 5000 } = {},
) {
	page.type(timed([...keysOf(text), ...suffix], timing, start));
}
