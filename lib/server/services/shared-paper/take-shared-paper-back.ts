/** Taking back one of several papers that bear the same index (spec OL-5). */
import "server-only";
import { randomUUID } from "node:crypto";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import type { Bytes } from "@/lib/shared/bytes";
import { paperMac } from "../record/paper-mac";
import type { PaperCode } from "../record/prepare-record";
import type { WriteScope } from "../record/write-answer";
import { keepSharedPapers } from "./keep-shared-papers";
import { textOfSealed } from "./sealed-claims";
import { settle } from "./settle-shared-papers";

export type NamedPaper = {
	readonly jti: string;
	readonly claims: AttestationClaims;
	readonly mac: Bytes;
	readonly code: PaperCode;
	/** `RP1:` text. */
	readonly attestation: string;
};

/**
 * `alone`: no other paper bears its index, as far as is known. `waits`: somebody else needs another paper first; this one
 * is noted as taken back. `settled`: nobody does; the index is revoked, with the codes of these days.
 */
export type TakenBack = { readonly outcome: "alone" | "waits" | "settled"; readonly codeDays: readonly string[] };

/** `alone: true`: it is revoked at once whoever else bears its index; other people stay on the list. */
export async function takeSharedPaperBack(
	scope: WriteScope,
	paper: NamedPaper,
	{ at, alone }: { readonly at: Date; readonly alone: boolean },
): Promise<TakenBack> {
	const { tx, registrant } = scope;
	const { pharmacyNumber } = registrant;
	const { jti, claims, mac } = paper;
	const where = { pharmacyNumber, delegationJti: jti, statusIndex: claims.s };
	const first = await isFirst(scope, paper);
	const marked = await tx.sharedPaper.updateMany({
		where: { pharmacyNumber, paperMac: mac, withdrawnAt: null },
		data: { withdrawnAt: at },
	});
	if (first === false && marked.count === 0) await keepWithdrawn(scope, paper);
	const others = await tx.sharedPaper.count({ where: { ...where, revokedAt: null } });
	if (others === 0) return { outcome: "alone", codeDays: [] };
	if (first === true) {
		await tx.record.updateMany({
			where: { ...where, state: "registered" },
			data: { state: "revoked", reason: "index_reused", withdrawnAt: at },
		});
	}
	const codeDays = await settle(scope, { jti, index: claims.s });
	if (codeDays.length > 0 || alone) return { outcome: "settled", codeDays };
	return { outcome: "waits", codeDays };
}

/** Whether the record with this index is this paper's; undefined where there is none. */
async function isFirst(
	{ context, tx, registrant: { pharmacyNumber } }: WriteScope,
	{ jti, claims, mac }: NamedPaper,
): Promise<boolean | undefined> {
	const record = await tx.record.findFirst({
		where: { pharmacyNumber, delegationJti: jti, statusIndex: claims.s },
		select: { key: true, fieldKeyId: true, attestationSealed: true },
	});
	if (record === null) return undefined;
	const text = textOfSealed(context.cipher, { table: "records", pharmacyNumber, key: record.key, row: record });
	return Buffer.from(paperMac(context.keys, text)).equals(mac);
}

/** A paper that was never offered for registration: nobody's key names it. */
async function keepWithdrawn(scope: WriteScope, paper: NamedPaper): Promise<void> {
	const { n, b } = paper.claims;
	const identity = { family: n[0], given: n[1], birth: b, sex: "X" } as const;
	const record = { key: randomUUID(), attestation: paper.attestation, identity, locale: "fr" } as const;
	await keepSharedPapers(scope, [{ ...paper, record, withdrawn: true }]);
}
