/**
 * A keyset that came back from the root's owners takes the place of the one in use. Refuses whatever would leave the
 * authority unable to sign, or verifiers unable to follow.
 */
import "server-only";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import { openKeyset } from "@/lib/trust/keyset";
import type { KeysetKey } from "@/lib/trust/trust";
import { isKeysetUse, KEYSET_USES } from "./key-file";
import { type KeyStoreFailure, keysFolder, writeKeyset } from "./key-folder";
import { type LoadedKeys, loadKeys, publishKeyset, readKeyset } from "./key-store";

export type InstallFailure =
	/** Not signed by the root in use, nor by the successor that the keyset in use announces. */
	| { readonly code: "keyset_untrusted" }
	/** Verifiers would call it a roll-back or a fork (TL-1). */
	| { readonly code: "keyset_not_newer"; readonly seq: number }
	/** Dated ahead of this clock, which every verifier would take for its own being wrong; or ended already. */
	| { readonly code: "keyset_time" }
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
	const next = await openNext(keyset, loaded.value);
	if (!next) return err({ code: "keyset_untrusted" });
	const { claims } = loaded.value;
	if (next.seq <= claims.seq) return err({ code: "keyset_not_newer", seq: claims.seq });
	if (next.iat > now + CLOCK_TOLERANCE || next.exp <= now) return err({ code: "keyset_time" });
	const unsigned = KEYSET_USES.find((use) => !canSign(next.keys, loaded.value, { use, now }));
	if (unsigned !== undefined) return err({ code: "keyset_without_signer", use: unsigned });

	await writeKeyset(keysFolder(dataDir), keyset);
	await publishKeyset(dataDir, keyset);
	const kept = new Set(next.keys.map(({ jwk }) => jwk.x));
	const dropped = claims.keys.filter(({ jwk }) => !kept.has(jwk.x)).map(({ kid }) => kid);
	const rootChanged = readKeyset(keyset)?.root !== loaded.value.root;
	return ok({ seq: next.seq, exp: next.exp, dropped, rootChanged });
}

async function openNext(keyset: string, { folder, root }: LoadedKeys) {
	const present = await openKeyset(folder.keyset, root);
	const roots = [root, present.ok ? present.value.nextRoot : undefined];
	for (const candidate of roots) {
		const opened = candidate === undefined ? undefined : await openKeyset(keyset, candidate);
		if (opened?.ok && readKeyset(keyset)?.root === candidate) return opened.value;
	}
	return undefined;
}

/** This folder holds one that is in force now, and the one that begins last. */
function canSign(
	named: readonly KeysetKey[],
	{ folder }: LoadedKeys,
	{ use, now }: { readonly use: string; readonly now: NumericDate },
): boolean {
	const held = new Set(folder.files.flatMap((file) => ("jwk" in file && isKeysetUse(file.use) ? [file.jwk.x] : [])));
	const ofUse = named.filter((key) => key.use.includes(use)).sort((a, b) => b.nbf - a.nbf);
	const [last] = ofUse;
	const inForce = ofUse.some(({ jwk, nbf, exp }) => held.has(jwk.x) && nbf <= now && now <= exp);
	return inForce && last !== undefined && held.has(last.jwk.x);
}
