/** Writes down the keys of one scan of the calibration sheet, the suffix too. No clock: time comes with the key. */
import type { Recorded } from "./calibration";
import { type EndKey, endOf } from "./wedge-keys";
import { asItIs, type KeyPress, type Stroke, strokeOf } from "./wedge-run";

/** Longer quiet than any scanner keeps inside a code, or before its suffix. */
export const QUIET_MS = 700;
/** Fewer characters are somebody at the keyboard. */
const FEWEST = 5;

export type CalibrationRecorder = {
	/** Whether the key may be the scanner's, and must not do anything. */
	readonly press: (event: KeyPress) => boolean;
	/** Alt released: the end of a character typed by its number. */
	readonly release: (event: Pick<KeyPress, "key" | "timeStamp">) => void;
	/** The keys have been quiet: what they were; undefined for a few stray ones. */
	readonly finish: () => Recorded | undefined;
};

export function createRecorder(): CalibrationRecorder {
	let strokes: Stroke[] = [];
	let ends: EndKey[] = [];
	let number = "";
	let last = 0;
	const gap = (now: number) => (strokes.length === 0 ? 0 : now - last);
	const add = (stroke: Stroke, now: number) => {
		strokes.push(stroke);
		// A return in the middle is no suffix: only what comes last is one.
		ends = [];
		last = now;
	};
	return {
		press: (event) => {
			const { timeStamp } = event;
			const end = endOf(event);
			if (end !== undefined) {
				if (strokes.length === 0) return false;
				ends.push(end);
				return true;
			}
			if (event.altKey && /^Numpad\d$/.test(event.code)) {
				number += event.code.at(-1) ?? "";
				return true;
			}
			const stroke = strokeOf(event, gap(timeStamp));
			if (stroke === undefined || (stroke.key === " " && strokes.length === 0)) return strokes.length > 0;
			add(stroke, timeStamp);
			return true;
		},
		release: ({ key, timeStamp }) => {
			if (key !== "Alt" || number === "") return;
			add(asItIs(String.fromCharCode(Number(number) % 256), gap(timeStamp)), timeStamp);
			number = "";
		},
		finish: () => {
			const recorded = { strokes, ends };
			strokes = [];
			ends = [];
			number = "";
			return recorded.strokes.length < FEWEST ? undefined : recorded;
		},
	};
}
