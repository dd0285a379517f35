import "client-only";
import { loadDeviceRow, loadPendingEnrolment, loadVault } from "../../identity/device-store";
import { slotsOfVault } from "../../identity/vault/vault";
import { database, type RelaisDatabase } from "../../store/database";
import { usedSecrets, wipeSecrets } from "../../store/vault/slots";
import { slotsOfAct } from "../sealed-attestation";
import { slotOf } from "../sealed-part";
import { sharedPapersFact } from "../shared-papers";
import { softwareKeyFact } from "../software-link";

/**
 * [VA-9] A page that dies between a row and its secret leaves a secret that belongs to nothing, or to what was deleted. It
 * is destroyed once it was seen twice, `between` apart: what is being written just now has its row by then.
 */
export async function tidySecrets(between: () => Promise<void>, db: RelaisDatabase = database()): Promise<void> {
	const seen = await strays(db);
	if (seen.length === 0) return;
	await between();
	const still = new Set(await strays(db));
	await wipeSecrets(
		seen.filter((slot) => still.has(slot)),
		db,
	);
}

async function strays(db: RelaisDatabase): Promise<readonly number[]> {
	const used = await usedSecrets(db);
	const [device, pending, vault] = [await loadDeviceRow(db), await loadPendingEnrolment(db), await loadVault(db)];
	const acts = await db.outbox.toArray();
	const parts = [
		...(await db.drafts.toArray()),
		...(await db.positives.toArray()),
		...(await db.revocations.toArray()),
	];
	const needed = new Set([
		...[device?.fresh?.slot, pending?.fresh?.slot],
		...(vault === undefined ? [] : slotsOfVault(vault)),
		...acts.flatMap(({ sealed }) => slotsOfAct(sealed)),
		...parts.flatMap(({ sealed }) => slotOf(sealed)),
		...slotOf((await sharedPapersFact(db).read())?.sealed),
		...slotOf(await softwareKeyFact(db).read()),
	]);
	return used.filter((slot) => !needed.has(slot));
}
