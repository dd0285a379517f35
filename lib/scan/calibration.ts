/**
 * The calibration sheet: three codes whose text is known, and what the keys of one of them say about a hand scanner. Each
 * difference between what is printed and what arrives has a name, so that a page can say in words what to set.
 */
import { alignTexts, type Difference } from "./align-texts";
import { middleGap } from "./rhythm";
import type { EndKey } from "./wedge-keys";
import { gapsOf, isControlCharacter, READINGS, type Reading, readStrokes, type Stroke } from "./wedge-run";

/** `letters`: layout, case, spaces. `controls`: GS, RS and US. `length`: what is lost under way, and how fast. */
export const TEST_CODES = ["letters", "controls", "length"] as const;
export type TestCode = (typeof TEST_CODES)[number];

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const LONG_LENGTH = 560;

/** As long as a pass, of all its characters, without a pattern that would hide a lost one (a congruential sequence). */
function longText(): string {
	let state = 1;
	let text = "";
	while (text.length < LONG_LENGTH) {
		state = (state * 16_807) % 2_147_483_647;
		text += BASE45[state % BASE45.length];
	}
	return text;
}

export const TEST_TEXTS: Readonly<Record<TestCode, string>> = {
	letters: "RELAIS:1/QWERTZ-azerty  MmWwZzQqAaYy 0123456789 $%*+-./: _=?&#;,!  FIN",
	controls: "RELAIS:2/CONTROL-CHARACTERS/GS\x1dRS\x1eUS\x1fGS\x1d/FIN",
	length: `RELAIS:3/${longText()}/FIN`,
};

/** What the keyboard sends after a text, in the words of a scanner's handbook. */
export const SUFFIXES = ["CR", "LF", "CR LF", "CR CR", "Tab", "Tab CR", "none", "other"] as const;
type Suffix = (typeof SUFFIXES)[number];

/** One scan of the sheet, as its keys came. */
export type Recorded = { readonly strokes: readonly Stroke[]; readonly ends: readonly EndKey[] };

export type Finding =
	/** Letters came in capitals, in small letters, or turned round (a lock of capitals). */
	| { readonly kind: "case"; readonly became: "upper" | "lower" | "turned" }
	| { readonly kind: "spaces" | "dropped" | "wrong"; readonly count: number }
	/** Names of the control characters that did not arrive. */
	| { readonly kind: "controls"; readonly lost: readonly string[] };

export type CodeResult = {
	readonly code: TestCode;
	/** By which the keys are read. */
	readonly reading: Reading;
	/** None: the text arrived as it is printed. */
	readonly findings: readonly Finding[];
	readonly suffix: Suffix;
	/** Milliseconds between two characters, in the middle. */
	readonly gap: number;
	/** Milliseconds of the longest pause. */
	readonly pause: number;
};

/** What is kept of a scanner, once every code of the sheet was scanned; undefined before. */
export function checkOf(results: Readonly<Partial<Record<TestCode, CodeResult>>>) {
	const all = TEST_CODES.flatMap((code) => results[code] ?? []);
	const { letters, length } = results;
	if (all.length < TEST_CODES.length || letters === undefined || length === undefined) return undefined;
	return {
		reading: letters.reading,
		sound: all.every(({ findings, reading }) => findings.length === 0 && reading === letters.reading),
		suffix: letters.suffix,
		gap: length.gap,
		pause: Math.max(...all.map(({ pause }) => pause)),
	};
}

/** More of the text than this is something else: the sheet was not what was scanned. */
const UNLIKE = 0.5;

/** Undefined: this was no code of the sheet. */
export function examineScan({ strokes, ends }: Recorded, known?: Reading): CodeResult | undefined {
	const readings = known === undefined ? READINGS : [known, ...READINGS.filter((reading) => reading !== known)];
	const candidates = readings.flatMap((reading) => {
		const read = readStrokes(strokes, reading);
		return TEST_CODES.map((code) => ({ code, reading, read, away: roughDistance(TEST_TEXTS[code], read) }));
	});
	const nearest = candidates.reduce((best, one) => (one.away < best.away ? one : best));
	if (nearest.away > UNLIKE * TEST_TEXTS[nearest.code].length) return undefined;
	const { code, reading, read } = nearest;
	const gaps = gapsOf(strokes);
	return {
		code,
		reading,
		findings: findingsOf(alignTexts(TEST_TEXTS[code], read)),
		suffix: suffixOf(ends),
		gap: Math.round(middleGap(gaps)),
		pause: Math.round(Math.max(0, ...gaps)),
	};
}

/** How many characters are more or fewer, whatever their order and case: enough to tell the three codes apart, and cheap. */
function roughDistance(expected: string, read: string): number {
	const counts = new Map<string, number>();
	for (const character of expected.toLowerCase()) counts.set(character, (counts.get(character) ?? 0) + 1);
	for (const character of read.toLowerCase()) counts.set(character, (counts.get(character) ?? 0) - 1);
	return [...counts.values()].reduce((total, count) => total + Math.abs(count), 0);
}

function suffixOf(ends: readonly EndKey[]): Suffix {
	const name = ends.length === 0 ? "none" : ends.join(" ");
	return SUFFIXES.find((suffix) => suffix === name) ?? "other";
}

const CONTROL_NAMES: Readonly<Record<string, string>> = { "\x1d": "GS", "\x1e": "RS", "\x1f": "US" };

function findingsOf(differences: readonly Difference[]): readonly Finding[] {
	const turned = differences.filter(isTurned);
	const others = differences.filter((one) => !isTurned(one));
	const isControl = ({ expected }: Difference) => expected !== undefined && isControlCharacter(expected);
	const controls = others.filter(isControl);
	const spaces = others.filter(({ expected, read }) => expected === " " && read === undefined);
	const rest = others.filter((one) => !controls.includes(one) && !spaces.includes(one));
	const dropped = rest.filter(({ read }) => read === undefined);
	const wrong = rest.filter(({ read }) => read !== undefined);
	const lost = [...new Set(controls.map(({ expected = "" }) => CONTROL_NAMES[expected] ?? ""))];
	return [
		...(turned.length > 0 ? [{ kind: "case", became: becameOf(turned) } as const] : []),
		...(spaces.length > 0 ? [{ kind: "spaces", count: spaces.length } as const] : []),
		...(lost.length > 0 ? [{ kind: "controls", lost } as const] : []),
		...(dropped.length > 0 ? [{ kind: "dropped", count: dropped.length } as const] : []),
		// What stands in the place of a control character (a "<GS>" in letters) is that finding.
		...(wrong.length > 0 && lost.length === 0 ? [{ kind: "wrong", count: wrong.length } as const] : []),
	];
}

function isTurned({ expected, read }: Difference): boolean {
	return expected !== undefined && read !== undefined && expected.toLowerCase() === read.toLowerCase();
}

function becameOf(turned: readonly Difference[]): "upper" | "lower" | "turned" {
	const upper = turned.some(({ read = "" }) => read !== read.toLowerCase());
	const lower = turned.some(({ read = "" }) => read !== read.toUpperCase());
	return upper && lower ? "turned" : upper ? "upper" : "lower";
}
