/** Makes what fails small: fewer faults, fewer actors, fewer hours, as long as the same promise is broken. */
import { HOUR } from "@/lib/shared/numeric-date";
import { FAULTS, type Scenario } from "../scenario";
import { type Played, runSeed } from "./run-seed";

export type Shrunk = { readonly scenario: Scenario; readonly played: Played; readonly runs: number };

const MOST_RUNS = 60;

export async function shrink(scenario: Scenario, first: Played): Promise<Shrunk> {
	const rule = first.finding?.rule;
	let best = { scenario, played: first, runs: 0 };
	const attempt = async (smaller: Scenario) => {
		if (best.runs >= MOST_RUNS) return;
		const played = await runSeed(smaller, { keepTrace: true });
		const runs = best.runs + 1;
		best = played.finding?.rule === rule ? { scenario: smaller, played, runs } : { ...best, runs };
	};
	const concerned = [...(first.finding?.about.join(" ").matchAll(/counter (\d+)/g) ?? [])].map(([, n]) => Number(n));
	if (concerned.length > 0) await attempt({ ...best.scenario, only: concerned });
	for (const fault of FAULTS) {
		if (best.scenario.faults[fault] === 0) continue;
		await attempt({ ...best.scenario, faults: { ...best.scenario.faults, [fault]: 0 } });
	}
	for (const part of [0.25, 0.5, 0.75]) {
		await attempt({ ...best.scenario, hours: Math.ceil(best.scenario.hours * part) });
	}
	const begun = best.played.lines[0]?.time ?? 0;
	const needed = Math.ceil(((best.played.finding?.at ?? 0) - begun) / (HOUR * 1000)) + 1;
	if (needed < best.scenario.hours) await attempt({ ...best.scenario, hours: needed });
	// The trace of what is left, also where nothing could be left out.
	const { scenario: smallest, runs } = best;
	return { scenario: smallest, played: await runSeed(smallest, { keepTrace: true }), runs };
}
