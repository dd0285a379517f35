/**
 * Key rotation: brings every sealed column under the newest key, row by row, while the portal runs. Can be stopped and
 * started again; what is left names itself by its key id. Once it reports nothing left, the old key may be dropped.
 */
import "server-only";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import type { FieldPlace } from "../../crypto/field-cipher";
import { transact } from "../../db/transact";
import { letterPlace } from "../../mail/letter-job";
import { placeOf } from "../positive/register-positives";

const PAGE = 200;

export type ResealCount = {
	readonly records: number;
	readonly passes: number;
	readonly letters: number;
	readonly positives: number;
	readonly shared: number;
};

/**
 * Rows brought under the newest key by this call. It is many transactions, so that its entry stands before the first: no row
 * is sealed anew without one (AU-1).
 */
export async function resealColumns(context: ServerContext, by: Actor): Promise<ResealCount> {
	const subject = { key: context.cipher.keyId };
	await transact(context.db, (tx) => noteAct(tx, { action: "columns.resealed", by, subject }));
	return {
		records: await everyPage(() => resealRecords(context)),
		passes: await everyPage(() => resealPasses(context)),
		letters: await everyPage(() => resealLetters(context)),
		positives: await everyPage(() => resealPositives(context)),
		shared: await everyPage(() => resealSharedPapers(context)),
	};
}

/** Ids of keys that stored rows still need. The portal refuses to start without one of them. */
export async function fieldKeysInUse({ db }: Pick<ServerContext, "db">): Promise<readonly string[]> {
	const rows = await db.$queryRaw<readonly { readonly id: string }[]>`
		SELECT DISTINCT field_key_id AS id FROM records UNION SELECT DISTINCT field_key_id FROM passes
		UNION SELECT DISTINCT field_key_id FROM positive_results
		UNION SELECT DISTINCT field_key_id FROM shared_papers
		UNION SELECT DISTINCT field_key_id FROM mail_jobs WHERE state = 'waiting' ORDER BY id`;
	return rows.map(({ id }) => id);
}

async function everyPage(step: () => Promise<number>): Promise<number> {
	let total = 0;
	for (;;) {
		const count = await step();
		if (count === 0) return total;
		total += count;
	}
}

function reseal({ cipher }: ServerContext, place: FieldPlace, sealed: { keyId: string; envelope: Uint8Array }) {
	return cipher.seal(place, cipher.open(place, sealed));
}

async function resealPositives(context: ServerContext): Promise<number> {
	const { db, cipher } = context;
	const rows = await db.positiveResult.findMany({ where: { fieldKeyId: { not: cipher.keyId } }, take: PAGE });
	for (const { pharmacyNumber, key, fieldKeyId, contentSealed } of rows) {
		const sealed = { keyId: fieldKeyId, envelope: contentSealed };
		// Only if nobody else did it meanwhile.
		await db.positiveResult.updateMany({
			where: { pharmacyNumber, key, fieldKeyId },
			data: { fieldKeyId: cipher.keyId, contentSealed: reseal(context, placeOf(pharmacyNumber, key), sealed) },
		});
	}
	return rows.length;
}

async function resealRecords(context: ServerContext): Promise<number> {
	const { db, cipher } = context;
	const rows = await db.record.findMany({ where: { fieldKeyId: { not: cipher.keyId } }, take: PAGE });
	for (const row of rows) {
		const keyId = row.fieldKeyId;
		const column = (name: string, envelope: Uint8Array) =>
			reseal(context, { table: "records", column: name, row: [row.pharmacyNumber, row.key] }, { keyId, envelope });
		// Only if nobody else did it meanwhile.
		await db.record.updateMany({
			where: { pharmacyNumber: row.pharmacyNumber, key: row.key, fieldKeyId: keyId },
			data: {
				fieldKeyId: cipher.keyId,
				identitySealed: column("identity", row.identitySealed),
				contactSealed: column("contact", row.contactSealed),
				attestationSealed: column("attestation", row.attestationSealed),
			},
		});
	}
	return rows.length;
}

async function resealPasses(context: ServerContext): Promise<number> {
	const { db, cipher } = context;
	const rows = await db.pass.findMany({ where: { fieldKeyId: { not: cipher.keyId } }, take: PAGE });
	for (const { pharmacyNumber, recordKey, fieldKeyId: keyId, hc1Sealed: envelope } of rows) {
		const place = { table: "passes", column: "hc1", row: [pharmacyNumber, recordKey] };
		await db.pass.updateMany({
			where: { pharmacyNumber, recordKey, fieldKeyId: keyId },
			data: { fieldKeyId: cipher.keyId, hc1Sealed: reseal(context, place, { keyId, envelope }) },
		});
	}
	return rows.length;
}

async function resealLetters(context: ServerContext): Promise<number> {
	const { db, cipher } = context;
	const rows = await db.mailJob.findMany({
		where: { state: "waiting", fieldKeyId: { not: cipher.keyId } },
		take: PAGE,
	});
	for (const { pharmacyNumber, id, fieldKeyId: keyId, letterSealed: envelope } of rows) {
		await db.mailJob.updateMany({
			where: { pharmacyNumber, id, fieldKeyId: keyId, state: "waiting" },
			data: {
				fieldKeyId: cipher.keyId,
				letterSealed: reseal(context, letterPlace(pharmacyNumber, id), { keyId, envelope }),
			},
		});
	}
	return rows.length;
}

async function resealSharedPapers(context: ServerContext): Promise<number> {
	const { db, cipher } = context;
	const rows = await db.sharedPaper.findMany({ where: { fieldKeyId: { not: cipher.keyId } }, take: PAGE });
	for (const { pharmacyNumber, recordKey, fieldKeyId: keyId, ...row } of rows) {
		const column = (name: string, envelope: Uint8Array) =>
			reseal(context, { table: "shared_papers", column: name, row: [pharmacyNumber, recordKey] }, { keyId, envelope });
		await db.sharedPaper.updateMany({
			where: { pharmacyNumber, recordKey, fieldKeyId: keyId },
			data: {
				fieldKeyId: cipher.keyId,
				identitySealed: column("identity", row.identitySealed),
				attestationSealed: column("attestation", row.attestationSealed),
			},
		});
	}
	return rows.length;
}
