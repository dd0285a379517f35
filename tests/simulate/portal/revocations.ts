/** Taking a paper back, by lib/server/services/attestation/revoke-attestation.ts. */
import type { RevocationAnswer, RevocationRequest } from "@/lib/protocol/revocations";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { paperOf, readPaper } from "../counter/counter-record";
import type { World } from "../world";
import type { PortalData, PortalDevice } from "./portal-data";
import { recordOf, revokePaper } from "./revoke-paper";
import { takeSharedBack } from "./shared-papers";

type Desk = { readonly data: PortalData; readonly device: PortalDevice };

export function answerRevocation(world: World, desk: Desk, body: unknown): RevocationAnswer {
	const { data, device } = desk;
	const { attestation, reason } = body as RevocationRequest;
	const { delegation, index, issuedAt } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	if (data.delegations.get(delegation)?.device.pharmacy !== device.pharmacy) {
		return { outcome: "refused", reason: "issuer_mismatch" };
	}
	const isAhead = issuedAt > world.sim.seconds() + CLOCK_TOLERANCE;
	if (isAhead && world.planted("ahead_is_never_taken_back")) return { outcome: "refused", reason: "time_not_yet" };
	world.ledger.holders.tookBack(attestation);
	const shared = takeSharedBack(world, desk, attestation);
	world.sim.note("portal", `takes ${attestation} back: ${shared}`);
	if (shared === "waits") return { outcome: "refused", reason: "index_reused" };
	revokePaper(world, data, paper, { reason, attestation });
	const record = recordOf(data, attestation)?.record;
	if (shared === "alone" && record !== undefined && record.refused === undefined) record.withdrawn ??= reason;
	return { outcome: "revoked", revokedAt: data.revoked.get(paper)?.at ?? 0 };
}
