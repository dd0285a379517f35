/** How many attestations are missing of all devices together (spec OL-6), without counting those again of which nothing came. */
import "server-only";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import type { Database } from "../../db/database";
import { lookFrom } from "../../publish/look-back";
import { allBacklogs, type Backlogs, backlogsSince } from "../device/count-missing-indices";

/** What ends by its age alone (delegations, starts, months of records) ends at most so much later. */
const ALL_AFTER = HOUR;

type Known = {
	/** By device. */
	readonly missing: ReadonlyMap<string, number>;
	readonly lookedAt: NumericDate;
	readonly countedAllAt: NumericDate;
};

/** One count at a time: each begins where the last one looked. */
export function missingCounter({ db, clock }: Pick<ServerContext, "db" | "clock">): () => Promise<number> {
	let known: Known | undefined;
	return async () => {
		known = await look(db, known, clock());
		return [...known.missing.values()].reduce((sum, missing) => sum + missing, 0);
	};
}

async function look(db: Database, known: Known | undefined, now: NumericDate): Promise<Known> {
	if (known === undefined || Math.abs(now - known.countedAllAt) >= ALL_AFTER)
		return { missing: missingOf(await allBacklogs(db)), lookedAt: now, countedAllAt: now };
	const since = missingOf(await backlogsSince(db, lookFrom(known.lookedAt, now)));
	return { ...known, missing: new Map([...known.missing, ...since]), lookedAt: now };
}

function missingOf(backlogs: Backlogs): ReadonlyMap<string, number> {
	return new Map([...backlogs].map(([device, { missing }]) => [device, missing]));
}
