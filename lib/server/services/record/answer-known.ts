/**
 * What is answered where somebody was first: with this very record, with this key, with this paper, or with its index.
 * An index that names another attestation is a sign of two copies of one device: the second paper is kept, so that its
 * person can be named and given another one (spec OL-4, OL-5), and never said to be registered.
 */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import { keepSharedPapers } from "../shared-paper/keep-shared-papers";
import { answerGone, type GoneRecord, registeredBefore } from "./answer-gone";
import { paperMac } from "./paper-mac";
import type { PreparedRecord } from "./prepare-record";
import { type Blocks, refusal, type WriteAnswer, type WriteScope } from "./write-answer";

export async function answerKnown(
	scope: WriteScope,
	lost: readonly PreparedRecord[],
	blocks: Blocks,
): Promise<readonly WriteAnswer[]> {
	if (lost.length === 0) return [];
	const { tx, registrant } = scope;
	const where = { pharmacyNumber: registrant.pharmacyNumber, key: { in: lost.map(({ record }) => record.key) } };
	const claims = await tx.recordClaim.findMany({ where, include: { pass: { select: { uvci: true } } } });
	const rows = await tx.record.findMany({ where, select: { key: true, contentMac: true, state: true, reason: true } });
	const [byClaim, byRecord] = [
		new Map(claims.map((row) => [row.key, row])),
		new Map(rows.map((row) => [row.key, row])),
	];
	const unknown: PreparedRecord[] = [];
	const gone: GoneRecord[] = [];
	const known: WriteAnswer[] = [];
	for (const each of lost) {
		const [claim, row] = [byClaim.get(each.record.key), byRecord.get(each.record.key)];
		if (claim === undefined) unknown.push(each);
		else if (row === undefined) gone.push({ each, claim });
		else known.push(answerStored(each, { ...row, ...claim }));
	}
	const isSecond = await secondPapers(scope, unknown, blocks);
	return [
		...known,
		...(await answerGone(scope, gone, blocks)),
		...(await answerTaken(scope, unknown, { same: "already_registered", isSecond })),
	];
}

type StoredRecord = Pick<
	Prisma.RecordGetPayload<object>,
	"key" | "contentMac" | "state" | "reason" | "registeredAt"
> & {
	readonly pass: { readonly uvci: string } | null;
};

function answerStored(each: PreparedRecord, row: StoredRecord): WriteAnswer {
	if (!Buffer.from(row.contentMac).equals(each.row.contentMac)) return refusal(each, "key_reused");
	if (row.pass === null && row.state !== "registered")
		return refusal(each, row.state === "revoked" ? "revoked" : (row.reason ?? "record_malformed"));
	return registeredBefore(each, row);
}

type IsSecond = (each: PreparedRecord) => boolean;

/** Which of these papers bear an index that another attestation had before. */
export async function secondPapers(
	scope: WriteScope,
	papers: readonly PreparedRecord[],
	blocks: Blocks,
): Promise<IsSecond> {
	if (papers.length === 0) return () => false;
	const macs = await firstMacs(scope, papers, blocks);
	return (each) => {
		const first = macs.get(nameOf(each));
		return first !== undefined && !Buffer.from(first).equals(each.mac);
	};
}

/** Papers whose index is taken, by a record or by a set bit: by themselves (`same`), or by another attestation. */
export async function answerTaken(
	scope: WriteScope,
	papers: readonly PreparedRecord[],
	{ same, isSecond }: { readonly same: "already_registered" | "revoked"; readonly isSecond: IsSecond },
): Promise<readonly WriteAnswer[]> {
	await keepSharedPapers(scope, papers.filter(isSecond));
	return papers.map((each) => refusal(each, isSecond(each) ? "index_reused" : same));
}

const nameOf = ({ jti, claims }: Pick<PreparedRecord, "jti" | "claims">) => `${jti}.${claims.s}`;

/** By `<jti>.<s>`: which paper had it first. Absent where nobody knows any more. */
async function firstMacs(
	{ context, tx, registrant }: WriteScope,
	papers: readonly PreparedRecord[],
	blocks: Blocks,
): Promise<ReadonlyMap<string, Uint8Array>> {
	const { pharmacyNumber } = registrant;
	const macs = new Map<string, Uint8Array>();
	const bits = await tx.statusBit.findMany({
		where: { OR: papers.map(({ jti, claims }) => ({ listNo: blocks.get(jti)?.listNo ?? 0, index: claims.s })) },
		select: { listNo: true, index: true, paperMac: true },
	});
	for (const each of papers) {
		const bit = bits.find(({ listNo, index }) => listNo === blocks.get(each.jti)?.listNo && index === each.claims.s);
		if (bit?.paperMac) macs.set(nameOf(each), bit.paperMac);
	}
	const records = await tx.record.findMany({
		where: {
			pharmacyNumber,
			OR: papers.map(({ jti, claims }) => ({ delegationJti: jti, statusIndex: claims.s })),
		},
		select: { key: true, delegationJti: true, statusIndex: true, fieldKeyId: true, attestationSealed: true },
	});
	for (const { key, delegationJti, statusIndex, fieldKeyId: keyId, attestationSealed: envelope } of records) {
		const place = { table: "records", column: "attestation", row: [pharmacyNumber, key] };
		const text = context.cipher.open(place, { keyId, envelope });
		macs.set(`${delegationJti}.${statusIndex}`, paperMac(context.keys, text));
	}
	return macs;
}
