/**
 * A shared index is revoked once every person whose paper bears it has another one, or needs none (spec OL-5): not
 * earlier, since the papers stand or fall together. Asked in the transaction that registers a replacement, and in the one
 * that takes a paper back.
 */
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import { timestamp } from "../../db/timestamp";
import { noteRevocation } from "../record/note-revocation";
import { paperMac } from "../record/paper-mac";
import { type PreparedRecord, paperCode } from "../record/prepare-record";
import type { WriteScope } from "../record/write-answer";
import { claimsOfSealed, textOfSealed } from "./sealed-claims";

/** Index of a delegation. */
export type SharedIndex = { readonly jti: string; readonly index: number };

const SHARED_REASON = "index_reused";

/** Records that were just registered: which of them gave a person another paper. Days of the codes that were revoked. */
export async function settleReplaced(
	scope: WriteScope,
	registered: readonly PreparedRecord[],
): Promise<readonly string[]> {
	const keys = registered.flatMap(({ record }) => record.corrects?.key ?? []);
	if (keys.length === 0) return [];
	const { pharmacyNumber } = scope.registrant;
	const shared = await scope.tx.$queryRaw<readonly SharedIndex[]>`
		SELECT DISTINCT s.delegation_jti AS jti, s.status_index AS index FROM shared_papers s
		LEFT JOIN records r ON r.pharmacy_number = s.pharmacy_number AND r.delegation_jti = s.delegation_jti
			AND r.status_index = s.status_index
		WHERE s.pharmacy_number = ${pharmacyNumber} AND s.revoked_at IS NULL
			AND (s.record_key IN (${uuids(keys)}) OR r.key IN (${uuids(keys)}))
		ORDER BY jti, index`;
	const days: string[] = [];
	for (const each of shared) days.push(...(await settle(scope, each)));
	return days;
}

/** Revokes the index if nobody needs a paper of it any more. Days of the codes that were revoked. */
export async function settle(scope: WriteScope, { jti, index }: SharedIndex): Promise<readonly string[]> {
	const { tx, context, registrant } = scope;
	const { pharmacyNumber } = registrant;
	// Two people are given their papers at once: the second of these transactions sees the first one's record.
	const papers = await tx.$queryRaw<readonly { codeDay: string; open: boolean }[]>`
		SELECT code_day::text AS "codeDay", withdrawn_at IS NULL AS open FROM shared_papers
		WHERE pharmacy_number = ${pharmacyNumber} AND delegation_jti = ${jti} AND status_index = ${index}::int
			AND revoked_at IS NULL
		ORDER BY record_key FOR UPDATE`;
	if (papers.length === 0) return [];
	const [still] = await tx.$queryRaw<readonly { open: bigint }[]>`
		SELECT (
			SELECT count(*) FROM shared_papers s WHERE s.pharmacy_number = ${pharmacyNumber} AND s.delegation_jti = ${jti}
				AND s.status_index = ${index}::int AND s.withdrawn_at IS NULL AND NOT EXISTS (
					SELECT FROM records n WHERE n.pharmacy_number = s.pharmacy_number AND n.corrects = s.record_key
						AND n.state <> 'refused')
		) + (
			SELECT count(*) FROM records r WHERE r.pharmacy_number = ${pharmacyNumber} AND r.delegation_jti = ${jti}
				AND r.status_index = ${index}::int AND r.state = 'registered' AND NOT EXISTS (
					SELECT FROM records n WHERE n.pharmacy_number = r.pharmacy_number AND n.corrects = r.key
						AND n.state <> 'refused')
		) AS open`;
	if (Number(still?.open ?? 0) > 0) return [];
	const now = timestamp(context.clock());
	const first = await tx.record.findFirst({ where: { pharmacyNumber, delegationJti: jti, statusIndex: index } });
	await tx.record.updateMany({
		where: { pharmacyNumber, delegationJti: jti, statusIndex: index, state: "registered" },
		data: { state: "revoked", reason: SHARED_REASON, withdrawnAt: now },
	});
	await tx.sharedPaper.updateMany({
		where: { pharmacyNumber, delegationJti: jti, statusIndex: index, revokedAt: null },
		data: { revokedAt: now },
	});
	const delegation = await tx.delegation.findUniqueOrThrow({ where: { jti }, select: { listNo: true } });
	const paper = first === null ? {} : firstPaper(scope, first);
	await tx.statusBit.createMany({
		data: [{ listNo: delegation.listNo, index, reason: SHARED_REASON, setAt: now, ...paper }],
		skipDuplicates: true,
	});
	await noteRevocation(tx, registrant, { action: "shared-papers.revoked", jti, index });
	return [...new Set([...papers.map(({ codeDay }) => codeDay), ...(first === null ? [] : [dayOf(first.codeDay)])])];
}

/** Its check code as it is published when it is revoked, and which paper it is. */
function firstPaper({ context, registrant: { pharmacyNumber } }: WriteScope, row: Prisma.RecordGetPayload<object>) {
	const sealed = { table: "records", pharmacyNumber, key: row.key, row } as const;
	const claims = claimsOfSealed(context.cipher, sealed);
	return {
		codeDay: row.codeDay,
		codeEntry: paperCode(context, pharmacyNumber, claims).entry,
		paperMac: paperMac(context.keys, textOfSealed(context.cipher, sealed)),
	};
}

function uuids(keys: readonly string[]) {
	return Prisma.join(keys.map((key) => Prisma.sql`${key}::uuid`));
}

function dayOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}
