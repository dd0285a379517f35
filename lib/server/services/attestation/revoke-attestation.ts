/**
 * Revokes a paper: sets its status bit, publishes its check code as revoked, and withdraws the pass made from it.
 * The delegation's row is taken exclusively: a registration of the same paper comes wholly before or wholly after.
 */
import "server-only";
import type { RevocationAnswer, RevocationRequest } from "@/lib/protocol/revocations";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { attestationExaminer } from "../record/examine-attestation";
import { type PaperCode, paperCode } from "../record/prepare-record";

export async function revokeAttestation(
	context: ServerContext,
	caller: DeviceCaller,
	{ attestation, reason }: RevocationRequest,
): Promise<RevocationAnswer> {
	const { pharmacyNumber } = caller;
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const examine = await attestationExaminer(context, pharmacyNumber, [attestation]);
	const examined = await examine(attestation);
	if (examined.outcome !== "authentic") return { outcome: "refused", reason: examined.reason };
	const { jti, claims } = examined;
	const code = paperCode(context, pharmacyNumber, claims);
	const paper: Paper = { pharmacyNumber, jti, index: claims.s, reason, code };
	const answer = await transact(context.db, (tx) => revoke(context, tx, paper));
	if (answer.outcome === "revoked") context.trustChanged({ list: true, codeDays: [code.day] });
	return answer;
}

type Paper = {
	readonly pharmacyNumber: string;
	readonly jti: string;
	readonly index: number;
	readonly reason: string;
	readonly code: PaperCode;
};

async function revoke(context: ServerContext, tx: Transaction, paper: Paper): Promise<RevocationAnswer> {
	const { pharmacyNumber, jti, index, reason, code } = paper;
	const [delegation] = await tx.$queryRaw<readonly { readonly listNo: number }[]>`
		SELECT list_no AS "listNo" FROM delegations
		WHERE pharmacy_number = ${pharmacyNumber} AND jti = ${jti} FOR UPDATE`;
	if (delegation === undefined) return { outcome: "refused", reason: "issuer_mismatch" };
	const { listNo } = delegation;
	const now = timestamp(context.clock());
	await tx.statusBit.createMany({
		data: [{ listNo, index, reason, setAt: now, codeDay: new Date(`${code.day}T00:00:00Z`), codeEntry: code.entry }],
		skipDuplicates: true,
	});
	// Revoked by an earlier version, which kept only the hash: asked for again, it is published like the others.
	await tx.statusBit.updateMany({
		where: { listNo, index, codeEntry: null },
		data: { codeDay: new Date(`${code.day}T00:00:00Z`), codeEntry: code.entry, codeHash: null },
	});
	await tx.record.updateMany({
		where: { pharmacyNumber, delegationJti: jti, statusIndex: index, state: "registered" },
		data: { state: "revoked", reason, withdrawnAt: now },
	});
	const bit = await tx.statusBit.findUniqueOrThrow({ where: { listNo_index: { listNo, index } } });
	return { outcome: "revoked", revokedAt: numericDate(bit.setAt) };
}
