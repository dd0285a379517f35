import "client-only";
import { loadVault } from "../../identity/device-store";
import type { TryOutcome } from "../../identity/locked-tries";
import { type VaultPorts, withPassphrase, withRecovery } from "../../identity/vault/vault";
import { database, type RelaisDatabase } from "../../store/database";
import { storageFailure } from "../../store/storage-failure";
import type { VaultRow } from "../../store/vault/vault-row";
import { browserVaultPorts } from "./browser-vault";
import { replaceVault, tryOffer, type Unlocking } from "./counter-vault";

/**
 * [VA-10] What whoever knows the passphrase may change about the vault. The keys that it seals stay the same, and what
 * waits is not touched.
 */
export type Place = { readonly db?: RelaisDatabase; readonly ports?: VaultPorts };

/** The disk takes nothing: what opened the counter still does. */
export type DiskFails = { readonly outcome: "disk"; readonly code?: undefined };

/** Another passphrase, by whoever knows the present one. */
export async function changePassphrase(
	{ before, after }: { readonly before: string; readonly after: string },
	{ db = database(), ports = browserVaultPorts(db) }: Place = {},
): Promise<TryOutcome | DiskFails> {
	const found = await tryOffer({ kind: "passphrase", text: before }, { db, ports });
	if (found.outcome !== "right") return found;
	const { row, open } = found;
	return unlessDiskFails(async () => {
		const next = await withPassphrase(row, { open, passphrase: after }, ports);
		await replaceVault({ before: row, after: next }, db);
		return { outcome: "right" };
	});
}

/** Another recovery code, to be shown once and typed back: the one before opens nothing from here on. */
export async function renewRecovery(
	passphrase: string,
	{ db = database(), ports = browserVaultPorts(db) }: Place = {},
): Promise<Unlocking | DiskFails> {
	const found = await tryOffer({ kind: "passphrase", text: passphrase }, { db, ports });
	if (found.outcome !== "right") return found;
	const { row, open } = found;
	return unlessDiskFails(async () => {
		const next = await withRecovery(row, open, ports);
		await replaceVault({ before: row, after: next.row }, db);
		return { outcome: "right", code: next.code };
	});
}

export async function unlessDiskFails<Value>(work: () => Promise<Value>): Promise<Value | DiskFails> {
	try {
		return await work();
	} catch (error) {
		if (storageFailure(error) === undefined) throw error;
		return { outcome: "disk" };
	}
}

/** Whether somebody knows the passphrase, of a counter that is open already. */
export async function provePassphrase(
	passphrase: string,
	{ db = database(), ports = browserVaultPorts(db) }: Place = {},
): Promise<TryOutcome> {
	const found = await tryOffer({ kind: "passphrase", text: passphrase }, { db, ports });
	return found.outcome === "right" ? { outcome: "right" } : found;
}

/** Somebody typed it back. */
export async function noteRecoveryKnown(db: RelaisDatabase = database()): Promise<void> {
	await db.transaction("rw", db.device, async () => {
		const row = await loadVault(db);
		const known: VaultRow | undefined = row && { ...row, recoveryKnown: true };
		if (known !== undefined) await db.device.put(known);
	});
}
