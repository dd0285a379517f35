import "client-only";
import { loadDeviceRow, loadVault } from "../../identity/device-store";
import { browserPlatform, type Platform, type PlatformFailure } from "../../identity/vault/platform-authenticator";
import { openVault, type VaultPorts, withAuthenticator, withoutAuthenticator } from "../../identity/vault/vault";
import { database, type RelaisDatabase } from "../../store/database";
import { browserVaultPorts } from "./browser-vault";
import { openFound, replaceVault, tryOffer, type Unlocking } from "./counter-vault";
import { type DiskFails, type Place, unlessDiskFails } from "./vault-changes";

/**
 * [VA-13] A finger, a face or the system's own code as another way to open a counter, beside the passphrase and never in
 * its place. Added and removed by whoever knows the passphrase. Nothing here needs the network.
 */
type PlacedPlatform = Place & { readonly platform?: Platform };

/** `failed`: the passphrase is not the one that was proven any more. */
export type AuthenticatorChange = "done" | PlatformFailure | DiskFails["outcome"] | "failed";

export async function addAuthenticator(
	{ passphrase, label }: { readonly passphrase: string; readonly label: string },
	{ db = database(), ports = browserVaultPorts(db), platform = browserPlatform }: PlacedPlatform = {},
): Promise<AuthenticatorChange> {
	// First: browsers want the person's press to be fresh.
	const enrolled = await platform.enrol(label);
	if (!enrolled.ok) return enrolled.error;
	return change(passphrase, { db, ports }, ({ row, open }) =>
		withAuthenticator(row, { open, answer: enrolled.value }, ports),
	);
}

/** What it opened it opens no more, no earlier copy of the database either. */
export function removeAuthenticator(
	passphrase: string,
	{ db = database(), ports = browserVaultPorts(db) }: Place = {},
): Promise<AuthenticatorChange> {
	return change(passphrase, { db, ports }, async ({ row }) => withoutAuthenticator(row));
}

export async function hasAuthenticator(db: RelaisDatabase = database()): Promise<boolean> {
	return (await loadVault(db))?.wraps.some(({ kind }) => kind === "authenticator") ?? false;
}

/**
 * `wrong`: it answered, and its answer opens nothing. No try is counted: there are no words to guess, and whoever mistyped
 * the passphrase five times has the finger still.
 */
export async function unlockByAuthenticator({
	db = database(),
	ports = browserVaultPorts(db),
	platform = browserPlatform,
}: PlacedPlatform = {}): Promise<Unlocking | { readonly outcome: PlatformFailure; readonly code?: undefined }> {
	const [device, row] = [await loadDeviceRow(db), await loadVault(db)];
	const wrap = row?.wraps.find(({ kind }) => kind === "authenticator");
	if (device === undefined || row === undefined || wrap?.kind !== "authenticator") return { outcome: "wrong" };
	const answered = await platform.ask(wrap);
	if (!answered.ok) return { outcome: answered.error };
	const open = await openVault(row, { kind: "authenticator", bits: answered.value.bits }, ports);
	return open === undefined ? { outcome: "wrong" } : openFound({ device, row, open }, { db, ports });
}

type Opened = Extract<Awaited<ReturnType<typeof tryOffer>>, { outcome: "right" }>;

async function change(
	passphrase: string,
	{ db, ports }: { readonly db: RelaisDatabase; readonly ports: VaultPorts },
	next: (found: Opened) => Promise<Opened["row"]>,
): Promise<AuthenticatorChange> {
	const found = await tryOffer({ kind: "passphrase", text: passphrase }, { db, ports });
	if (found.outcome !== "right") return "failed";
	const changed = await unlessDiskFails(async () => {
		await replaceVault({ before: found.row, after: await next(found) }, db);
		return { outcome: "done" } as const;
	});
	return changed.outcome;
}
