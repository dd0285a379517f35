/** A status bit that is set, once: what is published of it, and what devices are told of their indices. */
import { STRETCH } from "@/lib/kit/index-stretch";
import { paperOf, readPaper } from "../counter/counter-record";
import type { World } from "../world";
import type { PortalData } from "./portal-data";

type Revoking = Pick<Parameters<PortalData["revoked"]["set"]>[1], "reason" | "attestation">;

export function revokePaper(world: World, data: PortalData, paper: string, { reason, attestation }: Revoking): void {
	if (data.revoked.has(paper)) return;
	data.revoked.set(paper, { reason, attestation, at: world.sim.seconds() });
	world.ledger.holders.revoked(paper);
	const [jti = "", index] = paper.split(".");
	noteSpent(data, jti, Number(index));
}

/** The record of this paper, if it has one. */
export function recordOf({ records, papers }: PortalData, attestation: string) {
	const { delegation, index } = readPaper(attestation);
	const key = papers.get(paperOf(delegation, index));
	const record = key === undefined ? undefined : records.get(key);
	return key === undefined || record === undefined ? undefined : { key, record };
}

/** As the portal tells it: of each stretch up to which index it has seen one. */
export function noteSpent({ delegations, spent }: PortalData, jti: string, index: number): void {
	const { first = 0, count = 0 } = delegations.get(jti) ?? {};
	const known = spent.get(jti) ?? Array.from({ length: Math.ceil(count / STRETCH) }, () => 0);
	const stretch = Math.floor((index - first) / STRETCH);
	known[stretch] = Math.max(known[stretch] ?? 0, ((index - first) % STRETCH) + 1);
	spent.set(jti, known);
}
