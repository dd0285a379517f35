import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { queuedEntry } from "@/lib/outbox/outbox";
import { DEVICE, NOW } from "@/tests/support/authority";
import { cheapVaultPorts } from "@/tests/support/cheap-vault";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { counterKit, draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { keysForEnrolment } from "../../identity/device-keys";
import { loadDevice, loadUnlocked, saveEnrolledDevice } from "../../identity/device-store";
import { dropKeys, heldKeys, holdKeys } from "../../identity/held-keys";
import { RelaisDatabase } from "../../store/database";
import type { DeviceRow } from "../../store/rows";
import { issueDraft } from "../issue";
import { openAttestation } from "../sealed-attestation";
import { sealApart } from "../sealed-part";
import { hasBareKey, isEnrolledAnew, protectCounter, recoverCounter, unlockCounter } from "./counter-vault";
import { noteRecoveryKnown } from "./vault-changes";

const PASSPHRASE = "cheval batterie agrafe";
const OTHER = "autre phrase longue";
let databases = 0;

/** As an enrolment leaves a counter: its keys sealed, and no passphrase yet. */
async function freshCounter(db = new RelaisDatabase(`vault ${databases++}`), code = "0".repeat(20)) {
	const keys = await keysForEnrolment({ code, root: undefined }, db);
	await saveEnrolledDevice({ kit: counterKit(), keys, now: NOW }, db);
	return { db, ports: cheapVaultPorts(db), thumbprint: keys.thumbprint };
}

async function protectedCounter() {
	const counter = await freshCounter();
	const made = await protectCounter(PASSPHRASE, counter);
	if (!made.ok) throw new Error(made.error.code);
	return { ...counter, code: made.value.code };
}

const rowOf = async (db: RelaisDatabase) => (await db.device.get("device")) as DeviceRow;

/** Everything that lies in the database, but for the key that can only send (VA-5). */
async function stored(db: RelaisDatabase): Promise<readonly unknown[]> {
	const rows = (await Promise.all(db.tables.map((table) => table.toArray()))).flat();
	return rows.map(({ transport: _, ...row }) => row);
}

function hasKey(value: unknown): boolean {
	if (value instanceof CryptoKey) return true;
	return value !== null && typeof value === "object" && Object.values(value).some(hasKey);
}

describe("the vault of a counter", () => {
	it("[VA-1] from the enrolment on no usable key lies in the database", async () => {
		const { db, ports } = await freshCounter();
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(hasKey(await stored(db))).toBe(false);
		const codes = counterKit().codeKeys;
		const [dayKeys = []] = Object.values(codes.days);
		const someKey = String(Object.values(dayKeys)[0]);
		expect(JSON.stringify(await stored(db))).not.toContain(someKey);
		await protectCounter(PASSPHRASE, { db, ports });
		expect(hasKey(await stored(db))).toBe(false);
		expect(JSON.stringify(await stored(db))).not.toContain(someKey);
		expect((await loadUnlocked(db))?.codeKeys).toEqual(codes);
		expect(Object.keys((await loadDevice(db))?.codeKeys.days ?? {})).toEqual(Object.keys(codes.days));
		expect((await rowOf(db)).fresh).toBeUndefined();
		const device = await loadUnlocked(db);
		expect([device?.privateKey.extractable, device?.storageKey.extractable]).toEqual([false, false]);
	});

	it("[VA-2] is open while its keys are in memory, and opens again by its passphrase", async () => {
		const { db, ports } = await protectedCounter();
		const before = await loadUnlocked(db);
		dropKeys(db.name);
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(await unlockCounter("cheval batterie agraf", { db, ports })).toEqual({ outcome: "wrong" });
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toMatchObject({ outcome: "right" });
		expect((await loadUnlocked(db))?.thumbprint).toBe(before?.thumbprint);
	});

	it("[VA-3] a recovery code that nobody typed back is replaced at the next opening, and no longer opens", async () => {
		const { db, ports, code } = await protectedCounter();
		const next = await unlockCounter(PASSPHRASE, { db, ports });
		if (next.outcome !== "right" || next.code === undefined) throw new Error("no other code");
		expect(next.code).not.toBe(code);
		expect(await recoverCounter({ code, passphrase: OTHER }, { db, ports })).toEqual({ outcome: "wrong" });
		await noteRecoveryKnown(db);
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toEqual({ outcome: "right", code: undefined });
	});

	it("[VA-3] the recovery code opens a counter whose passphrase is forgotten, and that one opens it no more", async () => {
		const { db, ports, code } = await protectedCounter();
		const earlier = await db.device.get("vault");
		dropKeys(db.name);
		expect(await recoverCounter({ code, passphrase: OTHER }, { db, ports })).toMatchObject({ outcome: "right" });
		expect(await loadUnlocked(db)).toBeDefined();
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toEqual({ outcome: "wrong" });
		expect(await unlockCounter(OTHER, { db, ports })).toMatchObject({ outcome: "right" });
		// Nor does a copy of the database from before.
		if (earlier === undefined) throw new Error("no vault");
		await db.device.put(earlier);
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toEqual({ outcome: "wrong" });
	});

	it("[VA-3] five wrong passphrases close it for a minute, the right one too", async () => {
		const { db, ports } = await protectedCounter();
		for (let i = 0; i < 5; i++) await unlockCounter(OTHER, { db, ports });
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toMatchObject({ outcome: "locked" });
	});

	it("[VA-4] an enrolment over an earlier one keeps what was sealed, and signs with the new key", async () => {
		const { db, ports, thumbprint } = await protectedCounter();
		const before = await loadUnlocked(db);
		const again = await freshCounter(db, "1".repeat(20));
		expect(again.thumbprint).not.toBe(thumbprint);
		// The keys in memory are another device's.
		expect(await loadUnlocked(db)).toBeUndefined();
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toMatchObject({ outcome: "right" });
		const after = await loadUnlocked(db);
		expect(after?.thumbprint).toBe(again.thumbprint);
		expect(after?.codeKeys).toEqual(counterKit().codeKeys);
		expect(hasKey(await stored(db))).toBe(false);
		expect(before && after && (await sameStorageKey(before.storageKey, after.storageKey))).toBe(true);
		expect(await signs(after?.privateKey, (await rowOf(db)).publicJwk)).toBe(true);
	});

	it("[VA-12] enrolled anew with phrase and code lost, it takes another phrase, and what waits can still go", async () => {
		const { db, ports } = await protectedCounter();
		const envelope = "a record that the portal can open";
		const sealed = await sealApart({ storageKey: heldKeys(db.name)?.storageKey as CryptoKey, name: "one", value: 1 });
		await db.outbox.add({ ...queuedEntry("one", NOW), index: "delegation.3", trimmed: false, sealed, envelope });
		expect(await protectCounter(OTHER, { db, ports })).toMatchObject({ ok: false, error: { code: "keys_lost" } });
		dropKeys(db.name);
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toMatchObject({ outcome: "right" });
		dropKeys(db.name);
		const again = await freshCounter(db, "2".repeat(20));
		expect(await isEnrolledAnew(db)).toBe(true);
		expect(await protectCounter(OTHER, { db, ports })).toMatchObject({ ok: true });
		expect(await isEnrolledAnew(db)).toBe(false);
		const device = await loadUnlocked(db);
		expect(device?.thumbprint).toBe(again.thumbprint);
		expect(await signs(device?.privateKey, (await rowOf(db)).publicJwk)).toBe(true);
		expect(await db.outbox.get("one")).toMatchObject({ state: "waiting", envelope });
		dropKeys(db.name);
		expect(await unlockCounter(PASSPHRASE, { db, ports })).toEqual({ outcome: "wrong" });
		expect(await unlockCounter(OTHER, { db, ports })).toMatchObject({ outcome: "right" });
	});

	it("[VA-4] a counter of an earlier version keeps its queue, sealed anew, and its key until it has another", async () => {
		const counter = await enrolledCounter();
		const { db } = counter;
		const one = draft();
		await issueDraft(one, counter);
		const keys = heldKeys(db.name);
		if (keys === undefined) throw new Error("locked");
		// What that version wrote.
		const privateKey = await importPrivateKey(DEVICE);
		const earlier: DeviceRow = { ...(await rowOf(db)), privateKey, storageKey: keys.storageKey };
		await db.device.put(earlier);
		dropKeys(db.name);
		await protectCounter(PASSPHRASE, { db, ports: cheapVaultPorts(db) });
		const device = await loadUnlocked(db);
		const row = await db.outbox.get(one.id);
		if (device === undefined || row?.sealed == null) throw new Error("lost");
		expect((await openAttestation(device.storageKey, one.id, row.sealed))?.sheet.person.family).toBe("ESSAI");
		expect(await openAttestation(keys.storageKey, one.id, row.sealed)).toBeUndefined();
		expect((await rowOf(db)).storageKey).toBeUndefined();
		expect(await signs(device.privateKey, DEVICE.jwk)).toBe(true);
		expect(await hasBareKey(db)).toBe(true);
	});

	it("[VA-14] its bare key goes with the next enrolment, and the queue stays", async () => {
		const counter = await enrolledCounter();
		const { db } = counter;
		const one = draft();
		await issueDraft(one, counter);
		const storageKey = heldKeys(db.name)?.storageKey;
		if (storageKey === undefined) throw new Error("locked");
		const earlier: DeviceRow = { ...(await rowOf(db)), privateKey: await importPrivateKey(DEVICE), storageKey };
		await db.device.put(earlier);
		await protectCounter(PASSPHRASE, { db, ports: cheapVaultPorts(db) });
		expect(await hasBareKey(db)).toBe(true);
		const again = await freshCounter(db, "3".repeat(20));
		expect(await unlockCounter(PASSPHRASE, again)).toMatchObject({ outcome: "right" });
		expect(await hasBareKey(db)).toBe(false);
		expect(hasKey(await stored(db))).toBe(false);
		const device = await loadUnlocked(db);
		const row = await db.outbox.get(one.id);
		if (device === undefined || row?.sealed == null) throw new Error("lost");
		expect(device.thumbprint).toBe(again.thumbprint);
		expect(row).toMatchObject({ state: "waiting", envelope: expect.any(String) });
		expect((await openAttestation(device.storageKey, one.id, row.sealed))?.record?.key).toBe(one.id);
	});

	it("[VA-4] without the secret that its enrolment had sealed a counter says that it has to be enrolled anew", async () => {
		const { db, ports } = await freshCounter();
		await db.secrets.clear();
		expect(await protectCounter(PASSPHRASE, { db, ports })).toMatchObject({ ok: false, error: { code: "keys_lost" } });
	});

	it("[VA-2] keys of another device than the enrolled one open nothing", async () => {
		const { db } = await protectedCounter();
		const keys = heldKeys(db.name);
		if (keys === undefined) throw new Error("locked");
		holdKeys(db.name, { ...keys, thumbprint: "another" });
		expect(await loadUnlocked(db)).toBeUndefined();
	});
});

async function sameStorageKey(one: CryptoKey, other: CryptoKey): Promise<boolean> {
	const aes = { name: "AES-GCM", iv: new Uint8Array(12) };
	const sealed = await crypto.subtle.encrypt(aes, one, new Uint8Array(4));
	return (await crypto.subtle.decrypt(aes, other, sealed)).byteLength === 4;
}

async function signs(key: CryptoKey | undefined, jwk: JsonWebKey): Promise<boolean> {
	if (key === undefined) return false;
	const [ecdsa, message] = [{ name: "ECDSA", hash: "SHA-256" }, new Uint8Array(8)];
	const curve = { name: "ECDSA", namedCurve: "P-256" };
	const publicKey = await crypto.subtle.importKey("jwk", { ...jwk }, curve, false, ["verify"]);
	return crypto.subtle.verify(ecdsa, publicKey, await crypto.subtle.sign(ecdsa, key, message), message);
}
