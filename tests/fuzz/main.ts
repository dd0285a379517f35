/**
 * `npm run fuzz`: changed passes of every format through verifyPass. Nothing may throw, hang, grow, or be accepted
 * that no genuine key signed (spec V-1, V-4). Two million take a quarter of an hour on two free cores.
 *
 *   npm run fuzz -- [--seed N] [--inputs N] [--minutes N] [--format relais|hc1|shc|2ddoc] [--fresh] [--show INDEX]
 *
 * The same seed gives the same inputs. A run that is cut off goes on where it stopped; a finished one starts the next
 * seed. `--show` prints one input and its verdict, to look into a finding.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { PASS_FORMATS, type PassFormat } from "@/lib/shared/pass-format";
import { makeInput } from "./inputs";
import { type FormatProgress, formatProgress, NO_PROGRESS } from "./progress";
import { randomFor } from "./random";
import { runLane } from "./run-lane";
import { makeSpecimens } from "./specimens";
import { tryInput } from "./try-input";

const STATE = join(process.env["RELAIS_DATA"] ?? ".relais", "fuzz.json");
/** Of all formats together. */
const DEFAULT_INPUTS = 2_000_000;
const DEFAULT_MINUTES = 60;

const stateSchema = z.object({ seed: z.int(), formats: z.record(z.string(), formatProgress) });
type State = { seed: number; formats: Record<string, FormatProgress> };

const { values } = parseArgs({
	options: {
		seed: { type: "string" },
		inputs: { type: "string" },
		minutes: { type: "string" },
		format: { type: "string" },
		fresh: { type: "boolean" },
		show: { type: "string" },
	},
});
const formats = PASS_FORMATS.filter((format) => values.format === undefined || values.format === format);
const perFormat = Math.ceil(Number(values.inputs ?? DEFAULT_INPUTS) / formats.length);

if (values.show === undefined) await fuzz();
else await show(Number(values.seed ?? 1), Number(values.show));

async function fuzz(): Promise<void> {
	const state = openState();
	const deadline = Date.now() + Number(values.minutes ?? DEFAULT_MINUTES) * 60_000;
	console.log(`seed ${state.seed}, ${perFormat} inputs for each of ${formats.join(", ")}`);
	await Promise.all(
		formats.map(async (format) => {
			const progress = state.formats[format] ?? NO_PROGRESS;
			const keep = (latest: FormatProgress) => {
				state.formats[format] = latest;
				save(state);
			};
			const done = await runLane({ seed: state.seed, format, to: perFormat, deadline, progress }, keep);
			console.log(summary(format, done));
		}),
	);
	const all = formats.map((format) => state.formats[format]);
	const tried = all.reduce((sum, progress) => sum + (progress?.next ?? 0), 0);
	const findings = all.reduce((sum, progress) => sum + (progress?.findings.length ?? 0), 0);
	console.log(`fuzz: ${tried} inputs, findings ${findings}${tried < perFormat * formats.length ? ", time is up" : ""}`);
	process.exitCode = findings > 0 ? 1 : 0;
}

function summary(format: PassFormat, { next, slowest, outcomes, findings }: FormatProgress): string {
	const kinds = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
	const told = kinds.map(([outcome, count]) => `${outcome} ${count}`).join(", ");
	const lines = [
		`${format}: ${next} inputs, findings ${findings.length}, slowest ${slowest.toFixed(1)} ms`,
		`  ${told}`,
	];
	for (const { index, finding, outcome } of findings.slice(0, 20)) {
		lines.push(`  ${finding} (${outcome}): npm run fuzz -- --format ${format} --show ${index}`);
	}
	return lines.join("\n");
}

/** The state of a run that was cut off, of the seed that is asked for; a finished one is followed by the next seed. */
function openState(): State {
	const kept = values.fresh ? undefined : readState();
	const asked = values.seed === undefined ? undefined : Number(values.seed);
	if (kept && (asked === undefined || asked === kept.seed)) {
		const finished = formats.every((format) => (kept.formats[format]?.next ?? 0) >= perFormat);
		return finished && asked === undefined ? { seed: kept.seed + 1, formats: {} } : kept;
	}
	return { seed: asked ?? 1, formats: {} };
}

function readState(): State | undefined {
	try {
		return stateSchema.safeParse(JSON.parse(readFileSync(STATE, "utf8"))).data;
	} catch {
		return undefined; // none yet, or half written: start over
	}
}

function save(state: State): void {
	mkdirSync(dirname(STATE), { recursive: true });
	writeFileSync(STATE, JSON.stringify(state));
}

async function show(seed: number, index: number): Promise<void> {
	const specimens = await makeSpecimens();
	for (const format of formats) {
		const input = await makeInput(format, specimens, randomFor(seed, format, index));
		console.log(format, JSON.stringify(input));
		console.log(await tryInput(input, specimens));
	}
}
