import { describe, expect, it } from "vitest";
import { passphraseBits } from "../../store/vault/passphrase-bits";
import {
	isPassphrase,
	makeVault,
	openVault,
	slotsOfVault,
	type VaultPorts,
	withPassphrase,
	withRecovery,
} from "./vault";
import { drawStorageSecret } from "./vault-secrets";

const PASSPHRASE = "cheval batterie agrafe";
/** As at work, but for the cost of a guess. */
const CHEAP = { memory: 64, passes: 1 };

function memoryPorts(): VaultPorts & { readonly wipe: (slot: number) => void } {
	const secrets = new Map<number, Uint8Array<ArrayBuffer>>();
	return {
		stretch: async (passphrase, salt) => passphraseBits(passphrase, salt, CHEAP),
		take: async () => {
			const slot = secrets.size;
			const secret = crypto.getRandomValues(new Uint8Array(32));
			secrets.set(slot, secret);
			return { slot, secret };
		},
		read: async (slot) => secrets.get(slot),
		wipe: (slot) => void secrets.delete(slot),
	};
}

const secrets = { storage: drawStorageSecret(), signing: "cGtjczg" };

describe("the vault", () => {
	it("[VA-1] opens by its passphrase and by its recovery code, and by nothing else", async () => {
		const ports = memoryPorts();
		const { row, code } = await makeVault(secrets, PASSPHRASE, ports);
		const byPassphrase = await openVault(row, { kind: "passphrase", text: ` ${PASSPHRASE} ` }, ports);
		expect(byPassphrase?.secrets).toEqual(secrets);
		expect((await openVault(row, { kind: "recovery", text: code }, ports))?.secrets).toEqual(secrets);
		expect(await openVault(row, { kind: "passphrase", text: "cheval batterie agraf" }, ports)).toBeUndefined();
		expect(await openVault(row, { kind: "recovery", text: "0".repeat(20) }, ports)).toBeUndefined();
		expect(await openVault(row, { kind: "passphrase", text: code }, ports)).toBeUndefined();
	});

	it("[VA-1] the row holds neither a key nor the code", async () => {
		const { row, code } = await makeVault(secrets, PASSPHRASE, memoryPorts());
		const parts = [row.contents, ...row.wraps.map(({ sealed }) => sealed)];
		const stored = parts.map(({ data }) => Buffer.from(data).toString("latin1")).join();
		for (const secret of [code, PASSPHRASE, secrets.storage, secrets.signing]) expect(stored).not.toContain(secret);
	});

	it("[VA-1] the same letters of another keyboard are the same passphrase", async () => {
		const ports = memoryPorts();
		const { row } = await makeVault(secrets, "élève préféré".normalize("NFD"), ports);
		expect(await openVault(row, { kind: "passphrase", text: "élève préféré".normalize("NFC") }, ports)).toBeDefined();
	});

	it("[VA-3] an earlier passphrase opens no earlier row once its secret is destroyed", async () => {
		const ports = memoryPorts();
		const { row: before } = await makeVault(secrets, PASSPHRASE, ports);
		const open = await openVault(before, { kind: "passphrase", text: PASSPHRASE }, ports);
		if (open === undefined) throw new Error("does not open");
		const after = await withPassphrase(before, { open, passphrase: "autre phrase longue" }, ports);
		for (const slot of slotsOfVault(before)) ports.wipe(slot);
		expect(await openVault(before, { kind: "passphrase", text: PASSPHRASE }, ports)).toBeUndefined();
		expect(await openVault(after, { kind: "passphrase", text: "autre phrase longue" }, ports)).toBeDefined();
	});

	it("[VA-10] a recovery code that was replaced opens no earlier row once its secret is destroyed", async () => {
		const ports = memoryPorts();
		const { row: before, code } = await makeVault(secrets, PASSPHRASE, ports);
		const open = await openVault(before, { kind: "recovery", text: code }, ports);
		if (open === undefined) throw new Error("does not open");
		const after = await withRecovery(before, open, ports);
		const needed = slotsOfVault(after.row);
		for (const slot of slotsOfVault(before)) if (!needed.includes(slot)) ports.wipe(slot);
		expect(await openVault(before, { kind: "recovery", text: code }, ports)).toBeUndefined();
		expect(await openVault(before, { kind: "passphrase", text: PASSPHRASE }, ports)).toBeDefined();
		expect(await openVault(after.row, { kind: "recovery", text: after.code }, ports)).toBeDefined();
	});

	it("[VA-3] another recovery code takes the place of the first, and has to be typed back", async () => {
		const ports = memoryPorts();
		const { row, code } = await makeVault(secrets, PASSPHRASE, ports);
		const open = await openVault(row, { kind: "recovery", text: code }, ports);
		if (open === undefined) throw new Error("does not open");
		const next = await withRecovery({ ...row, recoveryKnown: true }, open, ports);
		expect(next.row.recoveryKnown).toBe(false);
		expect(await openVault(next.row, { kind: "recovery", text: code }, ports)).toBeUndefined();
		expect(await openVault(next.row, { kind: "recovery", text: next.code }, ports)).toBeDefined();
	});

	it("[VA-4] a recovery code of an earlier version, which had no secret of the disk, still opens", async () => {
		const ports: VaultPorts = { ...memoryPorts(), take: async () => ({ slot: 0, secret: new Uint8Array(32) }) };
		const { row, code } = await makeVault(secrets, PASSPHRASE, ports);
		const wraps = row.wraps.map(({ slot, ...wrap }) =>
			wrap.kind === "recovery" ? wrap : { ...wrap, slot: slot ?? 0 },
		);
		const earlier = { ...row, wraps };
		expect(slotsOfVault(earlier)).toEqual([0]);
		expect((await openVault(earlier, { kind: "recovery", text: code }, ports))?.secrets).toEqual(secrets);
	});

	it("[VA-1] a short passphrase, or one letter many times, is none", () => {
		expect(isPassphrase(PASSPHRASE)).toBe(true);
		for (const weak of ["", "agrafe", "elevencharsx".slice(0, 11), "aaaaaaaaaaaaaaaa", "           a"]) {
			expect(isPassphrase(weak)).toBe(false);
		}
	});

	it("[VA-1] stretches as RFC 9106 says", () => {
		// Test vector of the reference implementation (phc-winner-argon2, test.c): m = 256, t = 2, p = 1.
		const bits = passphraseBits("password", new TextEncoder().encode("somesalt"), { memory: 256, passes: 2 });
		expect(Buffer.from(bits).toString("hex")).toBe("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
	});
});
