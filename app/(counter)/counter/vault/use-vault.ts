"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useLive } from "@/app/_device/use-live";
import { isEnrolledAnew } from "@/lib/device/counter/vault/counter-vault";
import { shareKeys } from "@/lib/device/counter/vault/key-sharing";
import { loadUnlocked, loadVault } from "@/lib/device/identity/device-store";
import { followKeys, heldKeys, onDuty } from "@/lib/device/identity/held-keys";
import type { StoredDevice, UnlockedDevice } from "@/lib/device/identity/stored-device";
import { DATABASE_NAME } from "@/lib/device/store/database";

export type VaultState =
	| { readonly state: "loading" | "failed" }
	/** Nobody has chosen a passphrase yet. */
	| { readonly state: "unprotected" }
	/** `anew`: enrolled over an earlier enrolment, whose vault is the one that there is. */
	| { readonly state: "locked"; readonly anew: boolean }
	| { readonly state: "unlocked"; readonly device: UnlockedDevice };

const readVault = async () => ({ exists: (await loadVault()) !== undefined, anew: await isEnrolledAnew() });
const keysNow = () => heldKeys(DATABASE_NAME);
const whoNow = () => onDuty(DATABASE_NAME);

const LOADING = { state: "loading" } as const;

/** Milliseconds in which another page that is unlocked has answered. */
const ASKED_MS = 200;

/** Whether this counter is open on this page; another page that is unlocked opens it. */
export function useVault(device: StoredDevice): VaultState {
	const vault = useLive(readVault);
	const keys = useSyncExternalStore(followKeys, keysNow, () => undefined);
	const who = useSyncExternalStore(followKeys, whoNow, () => undefined);
	const [asked, setAsked] = useState(false);
	useEffect(() => {
		const stop = shareKeys();
		const timer = setTimeout(() => setAsked(true), ASKED_MS);
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, []);
	// biome-ignore lint/correctness/useExhaustiveDependencies: other keys, or somebody else, are reasons to read again
	const query = useCallback(() => loadUnlocked(), [keys, who]);
	const unlocked = useLive(query);
	const open = unlocked.state === "ready" ? unlocked.value : undefined;
	if (keys?.thumbprint === device.thumbprint) return open === undefined ? LOADING : { state: "unlocked", device: open };
	if (vault.state !== "ready") return { state: vault.state };
	const { exists, anew } = vault.value;
	if (!exists) return { state: "unprotected" };
	return asked ? { state: "locked", anew } : LOADING;
}
