/** Plays seeds with the real services on a PostgreSQL of their own behind the model. */

import { templateServer } from "@/tests/support/postgres-setup";
import { databaseLike } from "@/tests/support/test-database";
import { openServerOn } from "@/tests/support/test-server";
import { BEGIN, type Played, runSeed } from "../run/run-seed";
import type { Scenario } from "../scenario";
import { type Shadow, shadowOn } from "./shadow";

type RealPlayed = {
	readonly played: Played;
	readonly calls: number;
	readonly records: number;
	readonly checkins: number;
};

/** `told` hears of each. */
export async function playReal(scenarios: readonly Scenario[], told: (one: RealPlayed, of: Scenario) => void) {
	const postgres = await templateServer();
	try {
		for (const scenario of scenarios) {
			const server = await openServerOn(await databaseLike(postgres.template), { now: BEGIN / 1000 });
			try {
				let shadow: Shadow | undefined;
				const played = await runSeed(asReal(scenario), {
					keepTrace: false,
					shadow: (sim) => {
						shadow = shadowOn(server, sim);
						return shadow;
					},
				});
				const stored = await shadow?.stored();
				told(
					{ played, calls: shadow?.calls() ?? 0, records: stored?.records ?? 0, checkins: stored?.checkins ?? 0 },
					scenario,
				);
			} finally {
				await server.close();
			}
		}
	} finally {
		await postgres.destroy();
	}
}

/**
 * Faults that are the model's own: the services cannot be asked for them. What a gate dates by a clock that is set by more
 * than a day they refuse (AB-5), and the model takes.
 */
function asReal(scenario: Scenario): Scenario {
	return { ...scenario, faults: { ...scenario.faults, record_fault: 0, short_delegations: 0, gate_clock_set: 0 } };
}
