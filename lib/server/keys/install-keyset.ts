/**
 * A keyset that came back from the root's owners takes the place of the one in use. Refuses whatever would leave the
 * authority unable to sign, or verifiers unable to follow, and whatever would bring a withdrawn key back.
 */
import "server-only";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { type KeysetClaims, openKeyset } from "@/lib/trust/keyset";
import type { Keyset, KeysetKey } from "@/lib/trust/trust";
import { isKeysetUse, KEYSET_USES } from "./key-file";
import { type KeyStoreFailure, keysFolder, recordWithdrawals, writeKeyset } from "./key-folder";
import { type LoadedKeys, loadKeys, publishKeyset, readKeyset } from "./key-store";
import { type Withdrawal, withdrawalsOf } from "./withdrawal";

export type InstallFailure =
	/** Not signed by the root in use, nor by the successor that the keyset in use announces. */
	| { readonly code: "keyset_untrusted" }
	/** Not the number that follows: verifiers walk from each keyset to the next (TL-8). `seq`: the one that does. */
	| { readonly code: "keyset_not_next"; readonly seq: number }
	/** Dated ahead of this clock, which every verifier would take for its own being wrong; or ended already. */
	| { readonly code: "keyset_time" }
	/** It names a key that was withdrawn, or no longer calls it withdrawn. */
	| { readonly code: "keyset_restores_withdrawn"; readonly kid: string }
	/** It announces a next root without that root's proof: no verifier would follow (TL-8). */
	| { readonly code: "keyset_root_unproven" }
	/** This folder lacks the private key that is to sign, or none is named. */
	| { readonly code: "keyset_without_signer"; readonly use: string }
	| { readonly code: KeyStoreFailure["code"]; readonly path: string };

export type InstalledKeyset = {
	readonly seq: number;
	readonly exp: NumericDate;
	/** Kids that the keyset before named and this one does not: nothing that they signed counts any more. */
	readonly dropped: readonly string[];
	readonly rootChanged: boolean;
};

export async function installKeyset(
	dataDir: string,
	{ keyset, now }: { readonly keyset: string; readonly now: NumericDate },
): Promise<Result<InstalledKeyset, InstallFailure>> {
	const loaded = await loadKeys(dataDir);
	if (!loaded.ok) return loaded;
	const opened = await openNext(keyset, loaded.value);
	if (!opened) return err({ code: "keyset_untrusted" });
	const { next, claims, root } = opened;
	const failure = objection(opened, { loaded: loaded.value, now });
	if (failure) return err(failure);

	const folder = keysFolder(dataDir);
	const before = loaded.value;
	await writeKeyset(folder, { seq: before.claims.seq, keyset: before.folder.keyset });
	await writeKeyset(folder, { seq: next.seq, keyset });
	await recordWithdrawals(folder, before.folder.withdrawn, [...before.withdrawn, ...withdrawalsOf(claims)]);
	await publishKeyset(dataDir, keyset);
	const kept = new Set(next.keys.map(({ jwk }) => jwk.x));
	const dropped = before.claims.keys.filter(({ jwk }) => !kept.has(jwk.x)).map(({ kid }) => kid);
	return ok({ seq: next.seq, exp: next.exp, dropped, rootChanged: root !== before.root });
}

type OpenedKeyset = { readonly next: Keyset; readonly claims: KeysetClaims; readonly root: string };

async function openNext(keyset: string, { folder, root }: LoadedKeys): Promise<OpenedKeyset | undefined> {
	const present = await openKeyset(folder.keyset, root);
	const roots = [root, present.ok ? present.value.nextRoot : undefined];
	const carried = readKeyset(keyset);
	if (!carried) return undefined;
	for (const candidate of roots) {
		const opened = candidate === undefined ? undefined : await openKeyset(keyset, candidate);
		if (opened?.ok && carried.root === candidate) return { next: opened.value, ...carried };
	}
	return undefined;
}

function objection(
	{ next, claims }: OpenedKeyset,
	{ loaded, now }: { readonly loaded: LoadedKeys; readonly now: NumericDate },
): InstallFailure | undefined {
	const follows = loaded.claims.seq + 1;
	if (next.seq !== follows) return { code: "keyset_not_next", seq: follows };
	if (next.iat > now + CLOCK_TOLERANCE || next.exp <= now) return { code: "keyset_time" };
	const gone = withdrawalsOf(claims);
	const kid = restoredKey(next.keys, { gone, known: loaded.withdrawn });
	if (kid !== undefined) return { code: "keyset_restores_withdrawn", kid };
	if (claims.root !== undefined && next.nextRoot === undefined) return { code: "keyset_root_unproven" };
	const withdrawn = new Set(gone.map((each) => each.kid));
	const use = KEYSET_USES.find((each) => !canSign(next.keys, loaded, { use: each, now, withdrawn }));
	return use === undefined ? undefined : { code: "keyset_without_signer", use };
}

/** A key that is named though it is withdrawn, or that is no longer called so. */
function restoredKey(
	keys: readonly KeysetKey[],
	{ gone, known }: { readonly gone: readonly Withdrawal[]; readonly known: readonly Withdrawal[] },
): string | undefined {
	const kids = new Set(gone.map(({ kid }) => kid));
	return keys.find(({ kid }) => kids.has(kid))?.kid ?? known.find(({ kid }) => !kids.has(kid))?.kid;
}

/** This folder holds one that is in force now, and the one that begins last. */
function canSign(
	named: readonly KeysetKey[],
	{ folder }: LoadedKeys,
	{ use, now, withdrawn }: { readonly use: string; readonly now: NumericDate; readonly withdrawn: ReadonlySet<string> },
): boolean {
	const usable = folder.files.filter((file) => isKeysetUse(file.use) && !withdrawn.has(file.kid));
	const held = new Set(usable.flatMap((file) => ("jwk" in file ? [file.jwk.x] : [])));
	const ofUse = named.filter((key) => key.use.includes(use)).sort((a, b) => b.nbf - a.nbf);
	const [last] = ofUse;
	const inForce = ofUse.some(({ jwk, nbf, exp }) => held.has(jwk.x) && nbf <= now && now <= exp);
	return inForce && last !== undefined && held.has(last.jwk.x);
}
