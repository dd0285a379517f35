/** Keeps papers whose index another paper had before (spec OL-5), once each. */
import "server-only";
import { timestamp } from "../../db/timestamp";
import type { PreparedRecord } from "../record/prepare-record";
import type { WriteScope } from "../record/write-answer";

export type SharedPaperInput = Pick<PreparedRecord, "jti" | "claims" | "mac" | "code"> & {
	readonly record: Pick<PreparedRecord["record"], "key" | "attestation" | "identity" | "locale">;
	/** Somebody took it back: its person needs no other. */
	readonly withdrawn?: boolean;
};

export async function keepSharedPapers(
	{ context, tx, registrant }: WriteScope,
	papers: readonly SharedPaperInput[],
): Promise<void> {
	if (papers.length === 0) return;
	const { pharmacyNumber, deviceId } = registrant;
	const now = timestamp(context.clock());
	await tx.sharedPaper.createMany({
		data: papers.map(({ record, jti, claims, mac, code, withdrawn }) => {
			const place = (column: string) => ({ table: "shared_papers", column, row: [pharmacyNumber, record.key] });
			return {
				pharmacyNumber,
				recordKey: record.key,
				delegationJti: jti,
				statusIndex: claims.s,
				deviceId,
				paperMac: mac,
				fieldKeyId: context.cipher.keyId,
				identitySealed: context.cipher.seal(place("identity"), JSON.stringify(record.identity)),
				attestationSealed: context.cipher.seal(place("attestation"), record.attestation),
				locale: record.locale,
				codeDay: new Date(`${code.day}T00:00:00Z`),
				codeEntry: code.entry,
				seenAt: now,
				withdrawnAt: withdrawn === true ? now : null,
			};
		}),
		skipDuplicates: true,
	});
}
