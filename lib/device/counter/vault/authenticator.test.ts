import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { err, ok } from "@/lib/shared/result";
import { DEVICE } from "@/tests/support/authority";
import { cheapVaultPorts } from "@/tests/support/cheap-vault";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked, loadVault } from "../../identity/device-store";
import { dropKeys } from "../../identity/held-keys";
import type { Platform } from "../../identity/vault/platform-authenticator";
import type { DeviceRow } from "../../store/rows";
import { addAuthenticator, hasAuthenticator, removeAuthenticator, unlockByAuthenticator } from "./authenticator";
import { protectCounter, unlockCounter } from "./counter-vault";
import { changePassphrase, noteRecoveryKnown } from "./vault-changes";

const PASSPHRASE = "cheval batterie agrafe";
const OTHER = "autre phrase longue";

/** An authenticator with a secret of its own: what it answers depends on that and on what it is asked. */
function authenticator(secret = crypto.getRandomValues(new Uint8Array(32))): Platform {
	const credential = crypto.getRandomValues(new Uint8Array(16));
	const bitsOf = async (salt: Uint8Array<ArrayBuffer>) => {
		const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
		return new Uint8Array(await crypto.subtle.sign("HMAC", key, salt));
	};
	return {
		enrol: async () => {
			const salt = crypto.getRandomValues(new Uint8Array(32));
			return ok({ credential, salt, bits: await bitsOf(salt) });
		},
		ask: async ({ credential: id, salt }) => ok({ credential: id, salt, bits: await bitsOf(salt) }),
	};
}

async function protectedCounter() {
	const { db } = await enrolledCounter();
	const row = (await db.device.get("device")) as DeviceRow;
	const earlier: DeviceRow = { ...row, privateKey: await importPrivateKey(DEVICE) };
	await db.device.put(earlier);
	const place = { db, ports: cheapVaultPorts(db), platform: authenticator() };
	const made = await protectCounter(PASSPHRASE, place);
	if (!made.ok) throw new Error(made.error.code);
	await noteRecoveryKnown(db);
	return place;
}

const add = (place: Awaited<ReturnType<typeof protectedCounter>>, passphrase = PASSPHRASE) =>
	addAuthenticator({ passphrase, label: "poste 2" }, place);

describe("an authenticator of the platform", () => {
	it("[VA-13] opens the counter beside the passphrase, with the same keys; another one does not", async () => {
		const place = await protectedCounter();
		const { db } = place;
		const before = (await loadUnlocked(db))?.thumbprint;
		expect(await unlockByAuthenticator(place)).toEqual({ outcome: "wrong" });
		expect(await add(place, OTHER)).toBe("failed");
		expect(await hasAuthenticator(db)).toBe(false);
		expect(await add(place)).toBe("done");
		expect(await hasAuthenticator(db)).toBe(true);
		dropKeys(db.name);
		expect(await unlockByAuthenticator({ ...place, platform: authenticator() })).toEqual({ outcome: "wrong" });
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(await unlockByAuthenticator(place)).toEqual({ outcome: "right", code: undefined });
		expect((await loadUnlocked(db))?.thumbprint).toBe(before);
		dropKeys(db.name);
		expect(await unlockCounter(PASSPHRASE, place)).toMatchObject({ outcome: "right" });
	});

	it("[VA-13] removed, or with another passphrase, it opens nothing, no earlier copy of the database either", async () => {
		const place = await protectedCounter();
		const { db } = place;
		const ended = [
			() => removeAuthenticator(PASSPHRASE, place),
			() => changePassphrase({ before: PASSPHRASE, after: OTHER }, place),
		];
		for (const end of ended) {
			await add(place);
			const earlier = await loadVault(db);
			await end();
			expect(await hasAuthenticator(db)).toBe(false);
			expect(await unlockByAuthenticator(place)).toEqual({ outcome: "wrong" });
			const current = await loadVault(db);
			if (earlier === undefined || current === undefined) throw new Error("no vault");
			await db.device.put(earlier);
			expect(await unlockByAuthenticator(place)).toEqual({ outcome: "wrong" });
			await db.device.put(current);
		}
		expect(await unlockCounter(OTHER, place)).toMatchObject({ outcome: "right" });
	});

	it("[VA-13] its bytes alone open no copy of the database: the secret of the disk is needed too", async () => {
		const place = await protectedCounter();
		await add(place);
		await place.db.secrets.clear();
		expect(await unlockByAuthenticator(place)).toEqual({ outcome: "wrong" });
	});

	it("[VA-13] what the platform refuses is said, and changes nothing", async () => {
		const place = await protectedCounter();
		for (const failure of ["unsupported", "cancelled"] as const) {
			const platform: Platform = { enrol: async () => err(failure), ask: async () => err(failure) };
			expect(await add({ ...place, platform })).toBe(failure);
			expect(await hasAuthenticator(place.db)).toBe(false);
		}
		await add(place);
		const platform: Platform = { ...place.platform, ask: async () => err("cancelled") };
		expect(await unlockByAuthenticator({ ...place, platform })).toEqual({ outcome: "cancelled" });
	});

	it("[VA-13] while passphrases are closed after five wrong ones it opens still", async () => {
		const place = await protectedCounter();
		await add(place);
		for (let i = 0; i < 5; i++) await unlockCounter(OTHER, place);
		expect(await unlockCounter(PASSPHRASE, place)).toMatchObject({ outcome: "locked" });
		expect(await unlockByAuthenticator(place)).toMatchObject({ outcome: "right" });
	});
});
