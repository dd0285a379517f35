import "server-only";
import type { ReadinessAnswer } from "@/lib/protocol/health";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { HOUR } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { askDatabase, type DatabaseState } from "./ask-database";

/** The list is renewed long before; doors call it old later. */
export const LIST_IS_OLD = 2 * HOUR;

type Readiness = ReadinessAnswer & { readonly database: DatabaseState["reach"] };

/** [OP-2] What a balancer has to know, and what whoever watches should look at although this instance serves. */
export async function checkReadiness({ db, signingClock, clock, listIssuedAt }: ServerContext): Promise<Readiness> {
	const issuedAt = await listIssuedAt();
	const { reach, keepsCommits } = await askDatabase(db);
	return {
		database: reach,
		warnings: [
			...(keepsCommits ? [] : (["commits_not_durable"] as const)),
			...(Math.abs(signingClock.difference()) > CLOCK_TOLERANCE ? (["clocks_differ"] as const) : []),
			...(issuedAt === undefined || clock() - issuedAt > LIST_IS_OLD ? (["trust_list_old"] as const) : []),
		],
	};
}
