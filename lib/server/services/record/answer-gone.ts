/**
 * What is answered to a record that comes again after its month was dropped (spec RT-2): its claim says when it was
 * registered, and of which paper it is; a status bit, which is kept for ever, says whether that paper was taken back.
 */
import "server-only";
import { numericDate } from "../../db/timestamp";
import type { PreparedRecord } from "./prepare-record";
import { type Blocks, refusal, type WriteAnswer, type WriteScope } from "./write-answer";

type Claim = { readonly delegationJti: string; readonly statusIndex: number; readonly registeredAt: Date };

export type GoneRecord = { readonly each: PreparedRecord; readonly claim: Claim };

export async function answerGone(
	{ tx }: WriteScope,
	gone: readonly GoneRecord[],
	blocks: Blocks,
): Promise<readonly WriteAnswer[]> {
	if (gone.length === 0) return [];
	const papers = gone.map(({ claim }) => ({
		listNo: blocks.get(claim.delegationJti)?.listNo ?? 0,
		index: claim.statusIndex,
	}));
	const bits = await tx.statusBit.findMany({ where: { OR: papers }, select: { listNo: true, index: true } });
	const revoked = new Set(bits.map(({ listNo, index }) => `${listNo}.${index}`));
	return gone.map(({ each, claim }, i) => {
		if (claim.delegationJti !== each.jti || claim.statusIndex !== each.claims.s) return refusal(each, "key_reused");
		if (revoked.has(`${papers[i]?.listNo}.${papers[i]?.index}`)) return refusal(each, "revoked");
		return registeredBefore(each, { registeredAt: claim.registeredAt, pass: null });
	});
}

/** Without its pass where that is no longer kept: `passId` is then empty. */
export function registeredBefore(
	{ record }: PreparedRecord,
	{ registeredAt, pass }: Pick<Claim, "registeredAt"> & { readonly pass: { readonly uvci: string } | null },
): WriteAnswer {
	const answer = {
		key: record.key,
		outcome: "registered",
		registeredAt: numericDate(registeredAt),
		passId: pass?.uvci ?? "",
	} as const;
	return { record, answer, change: undefined };
}
