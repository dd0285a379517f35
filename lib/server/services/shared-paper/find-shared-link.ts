/** The holder link on a paper whose index another paper had before (spec OL-7). */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { OpenPassAnswer } from "@/lib/protocol/holder";
import type { Bytes } from "@/lib/shared/bytes";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { claimsOfSealed } from "./sealed-claims";

type SharedPaperRow = Prisma.SharedPaperGetPayload<object>;

/** Locked for this transaction: wrong answers are counted in it. Undefined where no such paper has this token. */
export async function findSharedLink(tx: Transaction, tokenHash: Bytes): Promise<SharedPaperRow | undefined> {
	const [found] = await tx.$queryRaw<readonly { pharmacyNumber: string; recordKey: string }[]>`
		SELECT pharmacy_number AS "pharmacyNumber", record_key AS "recordKey" FROM shared_papers
		WHERE token_hash = ${tokenHash} ORDER BY seen_at, record_key LIMIT 1 FOR UPDATE`;
	if (found === undefined) return undefined;
	return tx.sharedPaper.findUniqueOrThrow({ where: { pharmacyNumber_recordKey: found } });
}

/** What is said of a paper that no registered record replaces, to whoever answered its question. */
export async function standingOf(
	context: ServerContext,
	tx: Transaction,
	paper: SharedPaperRow,
): Promise<OpenPassAnswer> {
	const { pharmacyNumber, recordKey, delegationJti: jti, statusIndex: index } = paper;
	if (paper.withdrawnAt !== null) return { state: "withdrawn", reason: "other" };
	const { exp } = claimsOfSealed(context.cipher, {
		table: "shared_papers",
		pharmacyNumber,
		key: recordKey,
		row: paper,
	});
	if (exp <= context.clock()) return { state: "withdrawn", reason: "other" };
	const delegation = await tx.delegation.findUniqueOrThrow({ where: { jti }, select: { listNo: true } });
	const bit = await tx.statusBit.findUnique({ where: { listNo_index: { listNo: delegation.listNo, index } } });
	return bit === null ? { state: "number_shared" } : { state: "withdrawn", reason: "index_reused" };
}
