import "client-only";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { openFresh } from "../../identity/device-keys";
import { loadDeviceRow, loadVault } from "../../identity/device-store";
import { holdKeys } from "../../identity/held-keys";
import { type TryOutcome, tryUnderLock, tryWait } from "../../identity/locked-tries";
import { withOpenCodes, withSealedCodes } from "../../identity/sealed-codes";
import {
	makeVault,
	type OpenVault,
	openVault,
	slotsOfVault,
	type VaultOffer,
	type VaultPorts,
	withPassphrase,
	withRecovery,
	withSecrets,
} from "../../identity/vault/vault";
import { drawStorageSecret, importSecrets, type VaultSecrets } from "../../identity/vault/vault-secrets";
import { database, type RelaisDatabase } from "../../store/database";
import type { DeviceRow } from "../../store/rows";
import { type StorageFailure, storageFailure } from "../../store/storage-failure";
import { wipeSecrets } from "../../store/vault/slots";
import type { VaultRow } from "../../store/vault/vault-row";
import { browserVaultPorts } from "./browser-vault";
import { putResealed, resealed, tablesResealed } from "./reseal";

/**
 * [VA-1] [VA-3] How a counter gets its vault, and how it is opened: by the passphrase, or by the recovery code, which then
 * chooses another passphrase. Nothing here needs the network. Whatever stops it, the vault that there was still opens.
 */

const LOCK = "vault-lock";

/** `keys_lost`: what the enrolment had sealed cannot be opened any more; only another enrolment helps. */
export type ProtectFailure = Failure<"keys_lost"> | StorageFailure;

/** Its recovery code, to be shown once and typed back. */
export type Protected = { readonly code: string };

export type Unlocking =
	| (Exclude<TryOutcome, { outcome: "right" }> & { readonly code?: undefined })
	/** `code`: nobody has typed the recovery code back so far, so this is another one. */
	| { readonly outcome: "right"; readonly code: string | undefined };

/** [VA-12] Its keys wait for a vault: the one that there is, or, where nobody can open that one, another. */
export const isEnrolledAnew = async (db: RelaisDatabase = database()): Promise<boolean> =>
	(await loadDeviceRow(db))?.fresh !== undefined;

/** [VA-14] Its signing key was made by an earlier version, which nobody can read out: it lies in the database as it is. */
export async function hasBareKey(db: RelaisDatabase = database()): Promise<boolean> {
	const device = await loadDeviceRow(db);
	return device?.role === "counter" && device.privateKey !== undefined;
}

export const unlockWait = (db: RelaisDatabase = database()): Promise<number> => onDisk(() => tryWait(LOCK, db), 0);

/**
 * Gives a counter its first passphrase, and unlocks it. [VA-12] One that was enrolled anew, because nobody knows what opened
 * its vault, gets another vault: what the old one sealed is closed for good, but for what only the portal opens.
 */
export async function protectCounter(
	passphrase: string,
	{ db = database(), ports = browserVaultPorts(db) }: { db?: RelaisDatabase; ports?: VaultPorts } = {},
): Promise<Result<Protected, ProtectFailure>> {
	try {
		const device = await loadDeviceRow(db);
		const secrets = device && (await firstSecrets(device, db));
		if (device === undefined || secrets === undefined) return err({ code: "keys_lost", retryable: false });
		const earlier = await loadVault(db);
		const { row, code } = await makeVault(secrets, passphrase, ports);
		const { storageKey } = await importSecrets(secrets);
		await putVault({ row, device: await withOpenCodes(device, storageKey), storageKey }, db);
		if (earlier !== undefined) await wipeSecrets(slotsOfVault(earlier), db);
		await unlockWith({ device, secrets }, db);
		return ok({ code });
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}

/** A counter of an earlier version keeps its signing key as it is, because nobody can read it, until it has another. */
async function firstSecrets(device: DeviceRow, db: RelaisDatabase): Promise<VaultSecrets | undefined> {
	if (device.fresh !== undefined) return openFresh(device.fresh, db);
	return device.privateKey === undefined ? undefined : { storage: drawStorageSecret() };
}

export async function unlockCounter(
	passphrase: string,
	{ db = database(), ports = browserVaultPorts(db) }: { db?: RelaisDatabase; ports?: VaultPorts } = {},
): Promise<Unlocking> {
	const found = await tryOffer({ kind: "passphrase", text: passphrase }, { db, ports });
	return found.outcome === "right" ? openFound(found, { db, ports }) : found;
}

/** Unlocks; a recovery code that nobody typed back is replaced. */
export async function openFound(
	{ device, row, open }: Found,
	{ db, ports }: { readonly db: RelaisDatabase; readonly ports: VaultPorts },
): Promise<Extract<Unlocking, { outcome: "right" }>> {
	const current = await absorbed({ device, row, open }, db);
	if (row.recoveryKnown) return { outcome: "right", code: undefined };
	const next = await withRecovery(current, open, ports);
	await replaceVault({ before: row, after: next.row }, db);
	return { outcome: "right", code: next.code };
}

/** By the recovery code (its twenty symbols). The passphrase is forgotten: this one takes its place. */
export async function recoverCounter(
	{ code, passphrase }: { readonly code: string; readonly passphrase: string },
	{ db = database(), ports = browserVaultPorts(db) }: { db?: RelaisDatabase; ports?: VaultPorts } = {},
): Promise<Unlocking> {
	const found = await tryOffer({ kind: "recovery", text: code }, { db, ports });
	if (found.outcome !== "right") return found;
	const { device, row, open } = found;
	const current = await absorbed({ device, row, open }, db);
	const next = await withRecovery(await withPassphrase(current, { open, passphrase }, ports), open, ports);
	await replaceVault({ before: row, after: next.row }, db);
	return { outcome: "right", code: next.code };
}

type Found = { readonly device: DeviceRow; readonly row: VaultRow; readonly open: OpenVault };

/** What is there, opened by whoever knows the words, if the lock lets them try. */
export async function tryOffer(
	offer: VaultOffer,
	{ db, ports }: { readonly db: RelaisDatabase; readonly ports: VaultPorts },
): Promise<Exclude<TryOutcome, { outcome: "right" }> | ({ readonly outcome: "right" } & Found)> {
	const [device, row] = [await loadDeviceRow(db), await loadVault(db)];
	if (device === undefined || row === undefined) return { outcome: "wrong" };
	let open: OpenVault | undefined;
	const judge = async () => {
		open = await openVault(row, offer, ports);
		return open !== undefined;
	};
	const tried = await onDisk(() => tryUnderLock(LOCK, judge, db), undefined);
	if (tried === undefined && open === undefined) await judge();
	if (tried?.outcome === "locked") return tried;
	return open === undefined ? { outcome: "wrong" } : { outcome: "right", device, row, open };
}

/** Then what the new row no longer needs is destroyed: what opened the old one opens no copy of it either. */
export async function replaceVault(
	{ before, after }: { readonly before: VaultRow; readonly after: VaultRow },
	db: RelaisDatabase,
): Promise<void> {
	await db.device.put(after);
	const needed = new Set(slotsOfVault(after));
	await wipeSecrets(
		slotsOfVault(before).filter((slot) => !needed.has(slot)),
		db,
	);
}

/** A disk that takes nothing more counts no tries, and keeps nobody out who knows the words. */
async function onDisk<Value, Otherwise>(work: () => Promise<Value>, otherwise: Otherwise): Promise<Value | Otherwise> {
	try {
		return await work();
	} catch (error) {
		if (storageFailure(error) === undefined) throw error;
		return otherwise;
	}
}

/** The keys of a new enrolment go into the vault that there is; then the counter is unlocked. The row as it is now. */
async function absorbed({ device, row, open }: Found, db: RelaisDatabase): Promise<VaultRow> {
	const fresh = device.fresh && (await openFresh(device.fresh, db));
	if (fresh?.signing === undefined) {
		await unlockWith({ device, secrets: open.secrets }, db);
		return row;
	}
	const secrets: VaultSecrets = { storage: open.secrets.storage, signing: fresh.signing };
	const next = await withSecrets(row, { key: open.key, secrets });
	const [{ storageKey }, earlier] = await Promise.all([importSecrets(secrets), importSecrets(fresh)]);
	await putVault({ row: next, device: await withOpenCodes(device, earlier.storageKey), storageKey }, db);
	await unlockWith({ device, secrets }, db);
	return next;
}

/** The vault and all that it seals, in one transaction; then what it replaces is destroyed. `device`: its codes open. */
async function putVault(
	{ row, device, storageKey }: { row: VaultRow; device: DeviceRow; storageKey: CryptoKey },
	db: RelaisDatabase,
): Promise<void> {
	const { fresh, storageKey: earlier, privateKey, ...bare } = device;
	// A counter that was enrolled anew signs with its new key.
	const own: DeviceRow = fresh === undefined && privateKey !== undefined ? { ...bare, privateKey } : bare;
	const next = await withSealedCodes(own, storageKey);
	const rows = earlier === undefined ? undefined : await resealed({ from: earlier, to: storageKey }, db);
	await db.transaction("rw", [db.device, ...tablesResealed(db)], async () => {
		if (rows !== undefined) await putResealed(rows, db);
		await db.device.bulkPut([next, row]);
	});
	if (fresh !== undefined) await wipeSecrets([fresh.slot], db);
}

async function unlockWith(
	{ device, secrets }: { readonly device: DeviceRow; readonly secrets: VaultSecrets },
	db: RelaisDatabase,
): Promise<void> {
	const { signingKey = device.privateKey, storageKey } = await importSecrets(secrets);
	if (signingKey === undefined) throw new Error("a vault without a signing key");
	holdKeys(db.name, { thumbprint: device.thumbprint, signingKey, storageKey });
}
