import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { DEVICE } from "@/tests/support/authority";
import { cheapVaultPorts } from "@/tests/support/cheap-vault";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked, loadVault } from "../../identity/device-store";
import { dropKeys, heldKeys } from "../../identity/held-keys";
import type { DeviceRow } from "../../store/rows";
import { issueDraft } from "../issue";
import { openAttestation } from "../sealed-attestation";
import { protectCounter, recoverCounter, unlockCounter } from "./counter-vault";
import { changePassphrase, noteRecoveryKnown, provePassphrase, renewRecovery } from "./vault-changes";

const PASSPHRASE = "cheval batterie agrafe";
const OTHER = "autre phrase longue";

/** A protected counter in whose outbox one act waits. */
async function counterWithQueue() {
	const counter = await enrolledCounter();
	const { db } = counter;
	const storageKey = heldKeys(db.name)?.storageKey;
	if (storageKey === undefined) throw new Error("locked");
	const row = (await db.device.get("device")) as DeviceRow;
	const earlier: DeviceRow = { ...row, privateKey: await importPrivateKey(DEVICE), storageKey };
	await db.device.put(earlier);
	const one = draft();
	await issueDraft(one, counter);
	const place = { db, ports: cheapVaultPorts(db) };
	const made = await protectCounter(PASSPHRASE, place);
	if (!made.ok) throw new Error(made.error.code);
	await noteRecoveryKnown(db);
	return { ...place, code: made.value.code, id: one.id, queue: await db.outbox.toArray() };
}

type Counter = Awaited<ReturnType<typeof counterWithQueue>>;

/** With the bytes of what is sealed. */
const textOf = (value: unknown) =>
	JSON.stringify(value, (_, part: unknown) =>
		part instanceof ArrayBuffer || part instanceof Uint8Array ? Buffer.from(part as Uint8Array).toString("hex") : part,
	);

/** Nothing that waits was written anew, and it opens with the keys of now. */
async function expectQueueUntouched({ db, id, queue }: Counter): Promise<void> {
	expect(textOf(await db.outbox.toArray())).toBe(textOf(queue));
	const device = await loadUnlocked(db);
	const sealed = queue[0]?.sealed;
	if (device === undefined || sealed == null) throw new Error("lost");
	expect((await openAttestation(device.storageKey, id, sealed))?.record?.key).toBe(id);
}

describe("what whoever knows the passphrase may change", () => {
	it("[VA-10] another passphrase, by the present one only; the queue and the keys of the store stay", async () => {
		const counter = await counterWithQueue();
		const contents = textOf((await loadVault(counter.db))?.contents);
		expect(await changePassphrase({ before: OTHER, after: OTHER }, counter)).toEqual({ outcome: "wrong" });
		expect(await changePassphrase({ before: PASSPHRASE, after: OTHER }, counter)).toEqual({ outcome: "right" });
		expect(textOf((await loadVault(counter.db))?.contents)).toBe(contents);
		dropKeys(counter.db.name);
		expect(await unlockCounter(PASSPHRASE, counter)).toEqual({ outcome: "wrong" });
		expect(await unlockCounter(OTHER, counter)).toEqual({ outcome: "right", code: undefined });
		await expectQueueUntouched(counter);
		expect(await recoverCounter({ code: counter.code, passphrase: PASSPHRASE }, counter)).toMatchObject({
			outcome: "right",
		});
		await expectQueueUntouched(counter);
	});

	it("[VA-10] another recovery code; the one before opens nothing, no earlier copy of the database either", async () => {
		const counter = await counterWithQueue();
		const { db, code } = counter;
		const earlier = await loadVault(db);
		expect(await renewRecovery(OTHER, counter)).toEqual({ outcome: "wrong" });
		const renewed = await renewRecovery(PASSPHRASE, counter);
		if (renewed.code === undefined || earlier === undefined) throw new Error("no other code");
		await noteRecoveryKnown(db);
		dropKeys(db.name);
		expect(await recoverCounter({ code, passphrase: OTHER }, counter)).toEqual({ outcome: "wrong" });
		const current = await loadVault(db);
		await db.device.put(earlier);
		expect(await recoverCounter({ code, passphrase: OTHER }, counter)).toEqual({ outcome: "wrong" });
		if (current !== undefined) await db.device.put(current);
		expect(await recoverCounter({ code: renewed.code, passphrase: OTHER }, counter)).toMatchObject({
			outcome: "right",
		});
		await expectQueueUntouched(counter);
	});

	it("[VA-10] a recovery code that was asked for and not typed back is replaced at the next opening", async () => {
		const counter = await counterWithQueue();
		const renewed = await renewRecovery(PASSPHRASE, counter);
		const opened = await unlockCounter(PASSPHRASE, counter);
		expect(opened.outcome === "right" && opened.code).toMatch(/^[0-9A-Z]{20}$/);
		expect(opened.code).not.toBe(renewed.code);
	});

	it("[VA-3] proving the passphrase opens and changes nothing", async () => {
		const counter = await counterWithQueue();
		const before = await loadVault(counter.db);
		dropKeys(counter.db.name);
		expect(await provePassphrase(PASSPHRASE, counter)).toEqual({ outcome: "right" });
		expect(await provePassphrase(OTHER, counter)).toEqual({ outcome: "wrong" });
		expect(await loadUnlocked(counter.db)).toBeUndefined();
		expect(textOf(await loadVault(counter.db))).toBe(textOf(before));
	});
});
