/** What a run says: one line for all seeds; for a seed that fails what led to it and how to play it again. */
import type { TraceLine } from "../engine/trace";
import { FAULTS, type Scenario } from "../scenario";
import type { Played } from "./run-seed";
import type { Shrunk } from "./shrink";

/** What is said of a seed that was played, wherever it was. */
export type Told = Omit<Played, "lines">;

export type Total = {
	seeds: number;
	lost: number;
	doubled: number;
	deviceDays: number;
	records: number;
	passages: number;
	shown: number;
	excused: number;
	reused: number;
	worstDrain: number;
	requests: number;
	findings: number;
	readonly counts: Map<string, number>;
};

export function newTotal(): Total {
	return {
		...{ seeds: 0, lost: 0, doubled: 0, deviceDays: 0, records: 0, passages: 0, shown: 0, excused: 0, reused: 0 },
		...{ worstDrain: 0, requests: 0, findings: 0, counts: new Map() },
	};
}

/** Promises whose breach is a record that is gone, and one that is there twice. */
const LOST = new Set(["shown means on the disk until it is registered", "registered at the counter means committed"]);
const DOUBLED = new Set(["nothing is registered twice", "one index names one paper", "no passage is stored twice"]);

export function addTo(total: Total, played: Told): void {
	total.seeds++;
	if (LOST.has(played.finding?.rule ?? "")) total.lost++;
	if (DOUBLED.has(played.finding?.rule ?? "")) total.doubled++;
	total.deviceDays += played.deviceDays;
	total.records += played.records;
	total.passages += played.passages;
	total.shown += played.shown;
	total.excused += played.excused;
	total.reused += played.reused;
	total.worstDrain = Math.max(total.worstDrain, played.worstDrain);
	total.requests += played.requestsPerRecord * played.records;
	if (played.finding !== undefined) total.findings++;
	for (const [fault, times] of played.counts) total.counts.set(fault, (total.counts.get(fault) ?? 0) + times);
}

/** `seconds`: that it took, and those of them that this process had. */
export function summary(total: Total, seconds: { readonly wall: number; readonly cpu: number }): string {
	const { counts } = total;
	const faults = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([fault, times]) => `${fault} ${times}`);
	const perMinute = (of: number) => Math.round((total.deviceDays / of) * 60);
	return [
		`seeds ${total.seeds}`,
		`virtual device-days ${Math.round(total.deviceDays)}`,
		`records ${total.records}`,
		`passages ${total.passages}`,
		`shown ${total.shown}`,
		`crashes ${counts.get("crash") ?? 0}`,
		`faults: ${faults.join(", ")}`,
		`findings ${total.findings}`,
		`lost ${total.lost}`,
		`doubled ${total.doubled}`,
		`lost with their disk ${total.excused}`,
		`index reused after a restore ${total.reused}`,
		`worst drain ${Math.round(total.worstDrain)} s`,
		`requests per record ${(total.requests / Math.max(1, total.records)).toFixed(2)}`,
		`wall time ${Math.round(seconds.wall)} s (${Math.round(seconds.cpu)} s of one core)`,
		`${perMinute(seconds.wall)} device-days a minute (${perMinute(seconds.cpu)} a minute of one core)`,
	].join(" · ");
}

const MOST_LINES = 60;

export function failure({ scenario, played, runs }: Shrunk): string {
	const { finding, lines } = played;
	if (finding === undefined) return "";
	return [
		`seed ${scenario.seed}: ${finding.rule}: ${finding.text}`,
		`made small in ${runs} runs; what led to it:`,
		...table(lines, finding.about),
		replayCommand(scenario),
	].join("\n");
}

/** The last lines about those who are concerned. */
export function table(lines: readonly TraceLine[], about: readonly string[]): readonly string[] {
	const concerned = lines.filter(
		({ actor, event }) => actor === "everybody" || about.includes(actor) || about.some((one) => event.includes(one)),
	);
	const width = Math.max(0, ...concerned.map(({ actor }) => actor.length));
	return concerned
		.slice(-MOST_LINES)
		.map(
			({ time, actor, event }) => `  ${new Date(time).toISOString().slice(0, 23)}  ${actor.padEnd(width)}  ${event}`,
		);
}

function replayCommand(scenario: Scenario): string {
	const { seed, only, counters, halls, visitors, hours, sheetsPerDay, faults, outages } = scenario;
	const present = FAULTS.filter((fault) => faults[fault] > 0).join(",");
	const some = `${only === undefined ? "" : ` --only ${only.join(",")}`}${outages === undefined ? "" : " --fridays"}`;
	const size = `--counters ${counters} --halls ${halls} --visitors ${visitors} --hours ${hours} --sheets ${sheetsPerDay}`;
	return `npm run simulate -- --seeds ${seed} ${size}${some} --faults ${present === "" ? "none" : present}`;
}
