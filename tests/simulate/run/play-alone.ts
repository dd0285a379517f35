/** One seed in this process, from its beginning to its report. */
import type { Scenario } from "../scenario";
import { failure, type Told } from "./report";
import { runSeed } from "./run-seed";
import { shrink } from "./shrink";

/** `failure`: of a seed that broke a promise, made small. */
export type PlayedSeed = { readonly played: Told; readonly failure: string | undefined };

export async function playAlone(scenario: Scenario): Promise<PlayedSeed> {
	const { lines: _, ...played } = await runSeed(scenario, { keepTrace: false });
	if (played.finding === undefined) return { played, failure: undefined };
	return { played, failure: failure(await shrink(scenario, { ...played, lines: [] })) };
}
