/** Keeps papers whose index another paper had before (spec OL-5), once each, with the holder link that is on them (OL-7). */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { RecordInput } from "@/lib/protocol/records";
import { secretHash } from "../../crypto/secret-text";
import { timestamp } from "../../db/timestamp";
import type { PreparedRecord } from "../record/prepare-record";
import type { WriteScope } from "../record/write-answer";

export type SharedPaperInput = Pick<PreparedRecord, "jti" | "claims" | "mac" | "code"> & {
	/** Without `holderToken` and `contact` where no record of the paper ever came. */
	readonly record: Pick<RecordInput, "key" | "attestation" | "identity" | "locale" | "stripNumber"> &
		Partial<Pick<RecordInput, "holderToken" | "contact">>;
	/** Somebody took it back: its person needs no other. */
	readonly withdrawn?: boolean;
};

export async function keepSharedPapers(scope: WriteScope, papers: readonly SharedPaperInput[]): Promise<void> {
	if (papers.length === 0) return;
	const { context, tx, registrant } = scope;
	const { pharmacyNumber, deviceId } = registrant;
	const now = timestamp(context.clock());
	await tx.sharedPaper.createMany({
		data: papers.map((paper) => ({
			...keyedRow(scope, paper),
			pharmacyNumber,
			delegationJti: paper.jti,
			statusIndex: paper.claims.s,
			deviceId,
			paperMac: paper.mac,
			locale: paper.record.locale,
			codeDay: new Date(`${paper.code.day}T00:00:00Z`),
			codeEntry: paper.code.entry,
			seenAt: now,
			withdrawnAt: paper.withdrawn === true ? now : null,
		})),
		skipDuplicates: true,
	});
	for (const paper of papers) if (paper.record.holderToken !== undefined) await lateLink(scope, paper);
}

type KeyedRow = Pick<
	Prisma.SharedPaperCreateManyInput,
	"recordKey" | "fieldKeyId" | "identitySealed" | "attestationSealed" | "tokenHash"
>;

/** What of a row is bound to the record that brought the paper. */
function keyedRow(
	{ context: { cipher }, registrant: { pharmacyNumber } }: WriteScope,
	{ record }: SharedPaperInput,
): KeyedRow {
	const { key, identity, contact, stripNumber, holderToken } = record;
	const place = (column: string) => ({ table: "shared_papers", column, row: [pharmacyNumber, key] });
	return {
		recordKey: key,
		fieldKeyId: cipher.keyId,
		identitySealed: cipher.seal(place("identity"), JSON.stringify({ ...identity, contact, stripNumber })),
		attestationSealed: cipher.seal(place("attestation"), record.attestation),
		tokenHash: holderToken === undefined ? null : secretHash(holderToken),
	};
}

/**
 * A row that was there without a link: the paper was taken back before its record came, or an earlier version kept it. A
 * row with a key that a replacement may name keeps that key.
 */
async function lateLink(scope: WriteScope, paper: SharedPaperInput): Promise<void> {
	const { pharmacyNumber } = scope.registrant;
	await scope.tx.sharedPaper.updateMany({
		where: {
			pharmacyNumber,
			paperMac: paper.mac,
			tokenHash: null,
			OR: [{ recordKey: paper.record.key }, { withdrawnAt: { not: null } }],
		},
		data: keyedRow(scope, paper),
	});
}
