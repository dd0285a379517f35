import "client-only";
import type { RelaisDatabase } from "../../store/database";
import type { DraftRow, OutboxRow, PositiveRow, RevocationRow } from "../../store/rows";
import { unseal } from "../../store/seal";
import type { MaybeApart } from "../../store/sealed";
import { draftName } from "../draft-store";
import { positiveName } from "../positive-store";
import { revocationName } from "../revocation";
import { openAttestation, sealAttestation } from "../sealed-attestation";
import { sealApart } from "../sealed-part";
import { SHARED_NAME, sharedPapersFact } from "../shared-papers";
import { SOFTWARE_NAME, softwareKeyFact } from "../software-link";

/**
 * [VA-4] What a counter of an earlier version had sealed under its storage key alone, under the key of its vault and secrets
 * of its own. What does not open is left as it is.
 */
export type Resealed = {
	readonly outbox: readonly OutboxRow[];
	readonly revocations: readonly RevocationRow[];
	readonly positives: readonly PositiveRow[];
	readonly drafts: readonly DraftRow[];
	readonly shared: MaybeApart | undefined;
	readonly software: MaybeApart | undefined;
};

type Keys = { readonly from: CryptoKey; readonly to: CryptoKey };

export async function resealed(keys: Keys, db: RelaisDatabase): Promise<Resealed> {
	const shared = (await sharedPapersFact(db).read())?.sealed;
	const software = await softwareKeyFact(db).read();
	return {
		outbox: await Promise.all((await db.outbox.toArray()).map((row) => actAgain(row, keys))),
		revocations: await again(await db.revocations.toArray(), ({ key }) => revocationName(key), keys),
		positives: await again(await db.positives.toArray(), ({ key }) => positiveName(key), keys),
		drafts: await again(await db.drafts.toArray(), ({ id }) => draftName(id), keys),
		shared: shared && (await partAgain(shared, SHARED_NAME, keys)),
		software: software && (await partAgain(software, SOFTWARE_NAME, keys)),
	};
}

export const tablesResealed = (db: RelaisDatabase) => [
	...[db.outbox, db.revocations, db.positives, db.drafts, db.facts],
];

/** Rows that changed meanwhile keep their state: only what is sealed is replaced. */
export async function putResealed(
	{ outbox, revocations, positives, drafts, shared, software }: Resealed,
	db: RelaisDatabase,
): Promise<void> {
	for (const { key, sealed } of outbox) await db.outbox.update(key, { sealed });
	for (const { key, sealed } of revocations) await db.revocations.update(key, { sealed });
	for (const { key, sealed } of positives) await db.positives.update(key, { sealed });
	for (const { id, sealed } of drafts) await db.drafts.update(id, { sealed });
	if (software !== undefined) await softwareKeyFact(db).change(() => software);
	const list = await sharedPapersFact(db).read();
	if (shared !== undefined && list !== undefined)
		await sharedPapersFact(db).change(() => ({ ...list, sealed: shared }));
}

async function actAgain(row: OutboxRow, { from, to }: Keys): Promise<OutboxRow> {
	const content = row.sealed === null ? undefined : await openAttestation(from, row.key, row.sealed);
	return content === undefined ? row : { ...row, sealed: await sealAttestation(to, row.key, content) };
}

function again<Row extends { readonly sealed: MaybeApart | null }>(
	rows: readonly Row[],
	nameOf: (row: Row) => string,
	keys: Keys,
): Promise<readonly Row[]> {
	return Promise.all(
		rows.map(async (row) =>
			row.sealed === null ? row : { ...row, sealed: await partAgain(row.sealed, nameOf(row), keys) },
		),
	);
}

async function partAgain(sealed: MaybeApart, name: string, { from, to }: Keys): Promise<MaybeApart> {
	const value = await unseal(from, name, sealed);
	return value === undefined ? sealed : sealApart({ storageKey: to, name, value });
}
