/** What the bench prints, and the limits that it holds the program to. */
import type { PassFormat } from "@/lib/shared/pass-format";
import type { InChromium } from "./in-chromium";
import type { Measured } from "./measure";

export type Platform = "Node" | "Chromium";
type Limit = { readonly decision: number; readonly verdict: number };

/**
 * Times the bare work: up to the signature and trust decision, and with policy. RP1 and HC1 in Node are promises; the
 * others lie a little above what a busy machine of two cores measured, so that a change that makes a format slow is
 * noticed. A health card is a thousand characters of compressed JSON beside one signature: nearly all of that is
 * unpacking and reading it. A page pays more than Node for each call of the platform's text coders and for `jose`.
 */
const LIMITS: Readonly<Record<Platform, Readonly<Record<PassFormat, Limit>>>> = {
	Node: {
		relais: { decision: 1.6, verdict: 1.6 },
		hc1: { decision: 1.4, verdict: 1.8 },
		shc: { decision: 2.8, verdict: 3.2 },
		"2ddoc": { decision: 1.7, verdict: 2 },
	},
	Chromium: {
		relais: { decision: 2.2, verdict: 2.4 },
		hc1: { decision: 1.8, verdict: 2.2 },
		shc: { decision: 4, verdict: 4.3 },
		"2ddoc": { decision: 1.9, verdict: 2.2 },
	},
};

/** Milliseconds from opening the cache to the first verdict. */
const FIRST_VERDICT_LIMIT = 150;

const NAMES: Readonly<Record<PassFormat, string>> = { relais: "RP1", hc1: "HC1", shc: "SHC", "2ddoc": "2D-DOC" };

const COLUMNS = [
	["", 16],
	["verdicts/s", 12],
	["no policy/s", 13],
	["bare/s", 9],
	["× bare, no policy", 20],
	["× bare", 18],
	["processor time", 18],
] as const;

/** True: within the limits. */
export function printTable(platform: Platform, measured: readonly Measured[]): boolean {
	console.log(row(COLUMNS.map(([title]) => title)));
	const broken = measured.flatMap((format) => printFormat(platform, format));
	for (const line of broken) console.log(line);
	return broken.length === 0;
}

function printFormat(platform: Platform, { format, perSecond, ratio, processor }: Measured): string[] {
	const limit = LIMITS[platform][format];
	const name = `${platform} ${NAMES[format]}`;
	const rates = [perSecond.verdict, perSecond.decision, perSecond.bare].map((rate) => String(Math.round(rate)));
	const within = (by: "decision" | "verdict") => `${ratio[by].toFixed(2)} (limit ${limit[by].toFixed(1)})`;
	const time = processor ? `${processor.decision.toFixed(2)}, ${processor.verdict.toFixed(2)}` : "";
	console.log(row([name, ...rates, within("decision"), within("verdict"), time]));
	return (["decision", "verdict"] as const)
		.filter((by) => !(ratio[by] <= limit[by]))
		.map((by) => `beyond the limit: ${name}, ${by === "verdict" ? "with" : "without"} policy`);
}

/** True: within the limit. */
export function printFirstVerdict({ total, read, open, verdict, all }: InChromium["firstVerdict"]): boolean {
	const parts = `read ${ms(read)}, opened ${ms(open)}, verdict ${ms(verdict)}`;
	const spread = all.map(ms).join(", ");
	console.log(`from cache to first verdict: ${ms(total)} ms (limit ${FIRST_VERDICT_LIMIT}; ${parts}; all: ${spread})`);
	return total <= FIRST_VERDICT_LIMIT;
}

function row(cells: readonly string[]): string {
	return cells.map((cell, i) => (i === 0 ? cell.padEnd(COLUMNS[0][1]) : cell.padStart(COLUMNS[i]?.[1] ?? 0))).join("");
}

function ms(time: number): string {
	return time.toFixed(0);
}
