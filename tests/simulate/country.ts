/**
 * `npm run simulate:country`: 12,000 counters and 3,000 venues over three weeks, with two outages of the shape of 13 August
 * 2021, in 1,000 parts that each have a portal of their own and the same outages. What a part came to is written down when
 * it ends: a run that is stopped goes on where it was, and what is written stays small, whatever is played.
 *
 *   npm run simulate:country -- [--parts 1..1000] [--processes N] [--into folder] [--summary]
 */
import { appendFile, mkdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { PlayedSeed } from "./run/play-alone";
import { seedPool } from "./run/play-seeds";
import { addTo, newTotal, summary } from "./run/report";
import { FRIDAYS, type Scenario, type Size, scenarioOf } from "./scenario";

const PARTS = 1000;
const HOURS = 21 * 24;
const PART: Size = { counters: 12, halls: 3, visitors: 40, hours: HOURS, sheetsPerDay: 20 };

type Line = PlayedSeed & { readonly part: number; readonly wall: number; readonly cpu: number };

const { values } = parseArgs({
	options: {
		parts: { type: "string", default: `1..${PARTS}` },
		processes: { type: "string", default: "2" },
		into: { type: "string", default: ".relais/country" },
		summary: { type: "boolean", default: false },
	},
});

const file = join(values.into, "parts.jsonl");
const [from = 1, to = from] = values.parts.split("..").map(Number);
const known = await readLines();
if (!values.summary) await playMissing();
const lines = await readLines();
const total = newTotal();
for (const { played, failure } of lines) {
	addTo(total, played);
	if (failure !== undefined) console.log(failure);
}
console.log(`${lines.length} of ${PARTS} parts`);
const sum = (of: "wall" | "cpu") => lines.reduce((seconds, line) => seconds + line[of], 0);
console.log(summary(total, { wall: sum("wall"), cpu: sum("cpu") }));
process.exitCode = total.findings > 0 ? 1 : 0;

async function playMissing(): Promise<void> {
	const done = new Set(known.map(({ part }) => part));
	const missing = Array.from({ length: to - from + 1 }, (_, n) => from + n).filter((part) => !done.has(part));
	const pool = await seedPool(Math.min(Number(values.processes), missing.length));
	let at = { wall: performance.now(), cpu: 0 };
	await mkdir(values.into, { recursive: true });
	let writing = Promise.resolve();
	await pool.play(missing.map(scenarioOfPart), (one, { seed }) => {
		const now = { wall: performance.now(), cpu: pool.cpu() };
		const line: Line = { part: seed, ...one, wall: (now.wall - at.wall) / 1000, cpu: now.cpu - at.cpu };
		at = now;
		console.log(
			`part ${seed}: ${one.played.finding?.rule ?? "holds"}, ${Math.round(line.wall)} s after the one before`,
		);
		writing = writing.then(() => appendFile(file, `${JSON.stringify(line, withMaps)}\n`));
	});
	await writing;
	await pool.end();
}

function scenarioOfPart(part: number): Scenario {
	return { ...scenarioOf(part, PART), outages: FRIDAYS };
}

async function readLines(): Promise<readonly Line[]> {
	const text = await readFile(file, "utf8").catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === "ENOENT") return "";
		throw fault;
	});
	const whole = text.slice(0, text.lastIndexOf("\n") + 1);
	// Whoever stopped the run stopped it while it wrote: that part is played again. One that goes on may be writing now.
	if (whole !== text && !values.summary) await truncate(file, Buffer.byteLength(whole));
	return whole.split("\n").flatMap((line) => (line === "" ? [] : [readLine(line)]));
}

function readLine(text: string): Line {
	const line = JSON.parse(text) as Line;
	const { played } = line;
	return { ...line, played: { ...played, counts: new Map(played.counts) } };
}

function withMaps(_key: string, value: unknown): unknown {
	return value instanceof Map ? [...value] : value;
}
