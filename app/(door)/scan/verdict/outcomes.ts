import type { VerdictView } from "./verdict-view";

/** How the screen of a scan or a typed code may end. */
export type Outcome = VerdictView["outcome"];

/** Name of a pair of colour tokens of app/globals.css: `--<tone>` on `--<tone>-bg`. */
type Tone = "ok" | "out" | "compare" | "no" | "unknown" | "neutral";

/** One line of a drawing of 100 × 100, as an SVG path. */
type Stroke = { readonly d: string; readonly width?: number; readonly dashes?: string };

/** Frequency in hertz, start and length in seconds, loudness from 0 to 1. */
export type Beep = {
	readonly frequency: number;
	readonly start: number;
	readonly length: number;
	readonly loudness: number;
};

/** What is said aloud after the word, in this order. `code`: what staff read to a supervisor. */
export type SpokenPart = "why" | "person" | "initials" | "code" | "next";

export type Look = {
	readonly tone: Tone;
	readonly shape: readonly Stroke[];
	readonly sound: readonly Beep[];
	/** Milliseconds on, off, on… */
	readonly buzz: readonly number[];
	readonly said: readonly SpokenPart[];
	/** Where the focus lies when the screen comes: a decision about a person is not under a key that is pressed by habit. */
	readonly focus: "primary" | "screen";
};

const LOUD = 0.25;
const SOFT = 0.1;

const beep = (frequency: number, start: number, length: number, loudness = LOUD): Beep => ({
	frequency,
	start,
	length,
	loudness,
});

/**
 * One row for each outcome, and no outcome without one: word (`door.verdict.<outcome>`), shape, sound, vibration and
 * what is said tell it before its colour does (design, "Look"). No two rows share a shape, a sound or a vibration.
 */
export const LOOKS: Readonly<Record<Outcome, Look>> = {
	admitted: {
		tone: "ok",
		shape: [{ d: "M50 6a44 44 0 1 0 0 88a44 44 0 1 0 0-88z" }, { d: "M29 52l15 15 29-32", width: 9 }],
		sound: [beep(880, 0, 0.09), beep(1320, 0.1, 0.14)],
		buzz: [70],
		said: ["why", "person", "next"],
		focus: "primary",
	},
	out: {
		tone: "out",
		shape: [{ d: "M56 10H16v80h40" }, { d: "M40 50h50M72 30l20 20-20 20", width: 9 }],
		sound: [beep(1175, 0, 0.09), beep(784, 0.1, 0.18)],
		buzz: [40, 60, 40],
		said: ["why", "person"],
		focus: "primary",
	},
	compare: {
		tone: "compare",
		shape: [{ d: "M50 6l44 44-44 44L6 50z" }, { d: "M50 30v26M50 69v.5", width: 9 }],
		sound: [beep(660, 0, 0.1), beep(660, 0.18, 0.1), beep(660, 0.36, 0.1)],
		buzz: [90, 90, 90, 90, 90],
		said: ["why", "initials", "next"],
		focus: "screen",
	},
	alreadyIn: {
		tone: "compare",
		shape: [
			{ d: "M84 36A38 38 0 1 0 88 50", width: 8 },
			{ d: "M88 14v24H64", width: 8 },
			{ d: "M50 30v22l14 9", width: 7 },
		],
		sound: [beep(740, 0, 0.1), beep(740, 0.16, 0.1), beep(494, 0.34, 0.22)],
		buzz: [90, 90, 250],
		said: ["why", "person", "next"],
		focus: "screen",
	},
	full: {
		tone: "compare",
		shape: [{ d: "M12 92V46a38 38 0 0 1 76 0v46z" }, { d: "M32 66h36", width: 11 }],
		sound: [beep(523, 0, 0.14), beep(415, 0.18, 0.14), beep(330, 0.36, 0.26)],
		buzz: [200, 80, 200, 80, 200],
		said: ["why", "person", "next"],
		focus: "screen",
	},
	refused: {
		tone: "no",
		shape: [{ d: "M32 6h36l26 26v36L68 94H32L6 68V32z" }, { d: "M35 35l30 30M65 35L35 65", width: 9 }],
		sound: [beep(220, 0, 0.28), beep(196, 0.34, 0.4)],
		buzz: [350, 120, 350],
		said: ["why", "person", "code", "next"],
		focus: "primary",
	},
	unverifiable: {
		tone: "unknown",
		shape: [
			{ d: "M18 8h64a10 10 0 0 1 10 10v64a10 10 0 0 1-10 10H18A10 10 0 0 1 8 82V18A10 10 0 0 1 18 8z" },
			{ d: "M37 38c0-18 27-18 27 0 0 12-14 12-14 23M50 76v.5", width: 8 },
		],
		sound: [beep(392, 0, 0.14), beep(523, 0.18, 0.22)],
		buzz: [150, 100, 60],
		said: ["why", "person", "code", "next"],
		focus: "primary",
	},
	part: {
		tone: "unknown",
		shape: [
			{ d: "M14 8h34a6 6 0 0 1 6 6v34a6 6 0 0 1-6 6H14a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6z" },
			{ d: "M54 46h32a6 6 0 0 1 6 6v34a6 6 0 0 1-6 6H52a6 6 0 0 1-6-6V54", dashes: "7 6" },
		],
		sound: [beep(988, 0, 0.05, SOFT), beep(988, 0.09, 0.05, SOFT)],
		buzz: [30, 50, 30, 50, 30],
		said: ["why"],
		focus: "primary",
	},
	notAPass: {
		tone: "neutral",
		shape: [{ d: "M50 6a44 44 0 1 0 0 88a44 44 0 1 0 0-88z", dashes: "6 7.8" }, { d: "M34 50h32" }],
		sound: [beep(330, 0, 0.12, SOFT)],
		buzz: [25],
		said: ["why", "next"],
		focus: "primary",
	},
};
