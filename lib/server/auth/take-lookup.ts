import "server-only";
import type { Lookups } from "@/lib/protocol/route-row";
import type { ServerContext } from "../context/server-context";
import { ApiProblem } from "../http/problem-response";

/**
 * Lets a stranger of this network have something looked up in the database (spec AB-3); call what it answers when it was
 * there. Throws `too_many_requests`.
 */
export function takeLookup({ guard }: ServerContext, kind: Lookups, network: string): () => void {
	const wait = guard.lookups[kind].take(network, performance.now());
	if (wait > 0) throw new ApiProblem("too_many_requests", { retryAfter: wait });
	return () => guard.lookups[kind].giveBack(network);
}
