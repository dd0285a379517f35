/**
 * Revokes a paper: sets its status bit, publishes its check code as revoked, and withdraws the pass made from it.
 * The delegation's row is taken exclusively: a registration of the same paper comes wholly before or wholly after.
 */
import "server-only";
import type { RevocationAnswer, RevocationRequest } from "@/lib/protocol/revocations";
import { ok } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { numericDate, timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { stillAdmitted, type UnlessDenied } from "../device/still-admitted";
import { attestationExaminer } from "../record/examine-attestation";
import { noteRevocation } from "../record/note-revocation";
import { paperMac } from "../record/paper-mac";
import { type PaperCode, paperCode } from "../record/prepare-record";
import type { WriteScope } from "../record/write-answer";
import { type NamedPaper, takeSharedPaperBack } from "../shared-paper/take-shared-paper-back";

export async function revokeAttestation(
	context: ServerContext,
	caller: DeviceCaller,
	{ attestation, reason }: RevocationRequest,
): Promise<UnlessDenied<RevocationAnswer>> {
	const { pharmacyNumber, deviceId, requestId } = caller;
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const examine = attestationExaminer(context, pharmacyNumber, { ahead: "authentic" });
	const examined = await examine(attestation);
	// Nothing is known of the paper, and a refusal would be the counter's last word on it: it asks again after a fault.
	if (examined.outcome === "retry") throw new Error(`a paper cannot be examined now: ${examined.reason}`);
	if (examined.outcome !== "authentic") return ok({ outcome: "refused", reason: examined.reason });
	const { jti, claims } = examined;
	const code = paperCode(context, pharmacyNumber, claims);
	const mac = paperMac(context.keys, attestation);
	const paper: Paper = { jti, claims, mac, code, attestation, reason };
	const registrant = { pharmacyNumber, deviceId, requestId };
	const revoked = await transactUnlessRefused(context.db, async (tx) => {
		const admitted = await stillAdmitted(tx, deviceId);
		return admitted.ok ? ok(await revoke({ context, tx, registrant }, paper)) : admitted;
	});
	if (!revoked.ok) return revoked;
	const { answer, codeDays } = revoked.value;
	if (codeDays.length > 0) context.trustChanged({ list: true, codeDays });
	return ok(answer);
}

type Paper = NamedPaper & { readonly code: PaperCode; readonly reason: RevocationRequest["reason"] };

type Revoked = { readonly answer: RevocationAnswer; readonly codeDays: readonly string[] };

async function revoke(scope: WriteScope, paper: Paper): Promise<Revoked> {
	const { context, tx, registrant } = scope;
	const { pharmacyNumber } = registrant;
	const { jti, claims, reason, code, mac } = paper;
	const index = claims.s;
	const [delegation] = await tx.$queryRaw<readonly { readonly listNo: number }[]>`
		SELECT list_no AS "listNo" FROM delegations
		WHERE pharmacy_number = ${pharmacyNumber} AND jti = ${jti} FOR UPDATE`;
	if (delegation === undefined) return { answer: { outcome: "refused", reason: "issuer_mismatch" }, codeDays: [] };
	const { listNo } = delegation;
	const now = timestamp(context.clock());
	// Nobody else's paper falls with it, unless it should never have been issued at all.
	const shared = await takeSharedPaperBack(scope, paper, { at: now, alone: reason === "fraud" });
	if (shared.outcome === "waits") return { answer: { outcome: "refused", reason: "index_reused" }, codeDays: [] };
	const codeDay = new Date(`${code.day}T00:00:00Z`);
	const { count } = await tx.statusBit.createMany({
		data: [{ listNo, index, reason, setAt: now, codeDay, codeEntry: code.entry, paperMac: mac }],
		skipDuplicates: true,
	});
	if (count > 0) await noteRevocation(tx, registrant, { action: "attestation.revoked", jti, index });
	// Revoked by an earlier version, which kept only the hash: asked for again, it is published like the others.
	await tx.statusBit.updateMany({
		where: { listNo, index, codeEntry: null },
		data: { codeDay, codeEntry: code.entry, codeHash: null },
	});
	if (shared.outcome === "alone") {
		await tx.record.updateMany({
			where: { pharmacyNumber, delegationJti: jti, statusIndex: index, state: "registered" },
			data: { state: "revoked", reason, withdrawnAt: now },
		});
	}
	const bit = await tx.statusBit.findUniqueOrThrow({ where: { listNo_index: { listNo, index } } });
	return {
		answer: { outcome: "revoked", revokedAt: numericDate(bit.setAt) },
		codeDays: [code.day, ...shared.codeDays],
	};
}
