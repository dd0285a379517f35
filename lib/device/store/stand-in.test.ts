import "fake-indexeddb/auto";
import Dexie from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DeviceRow } from "./rows";

/** A fresh page: its own modules, on the browser's database of now. */
async function openPage() {
	vi.resetModules();
	const store = await import("./database");
	const standIn = await import("./stand-in");
	const { writeFact, readFact } = await import("./facts");
	const { err } = await import("@/lib/shared/result");
	const text = (value: unknown) => (typeof value === "string" ? value : undefined);
	return { ...store, ...standIn, err, note: writeFact, noted: (name: string) => readFact(name, text) };
}

async function device(): Promise<DeviceRow> {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	return { id: "device", thumbprint: "T".repeat(43), privateKey: pair.privateKey } as DeviceRow;
}

/** A door that has been open for a while. */
async function openDoor() {
	const page = await openPage();
	await page.database().device.put(await device());
	page.keepStandIn();
	await page.note("gate", "A");
	return page;
}

const storageFull = { code: "storage_full", retryable: true } as const;

beforeEach(() => {
	globalThis.indexedDB = new IDBFactory();
	Dexie.dependencies.indexedDB = globalThis.indexedDB;
});

describe("[ND-3] a door whose storage", () => {
	it("is deleted goes on from memory, with the key that cannot be exported, and writes nothing back", async () => {
		const page = await openDoor();
		await Dexie.delete("relais");
		await vi.waitFor(() => expect(page.storageState()).toMatchObject({ state: "memory", why: "gone" }));
		expect(await page.noted("gate")).toBe("A");
		const kept = await page.database().device.get("device");
		const { privateKey } = kept as Required<DeviceRow>;
		expect(privateKey.extractable).toBe(false);
		const signed = crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, new Uint8Array(8));
		expect((await signed).byteLength).toBe(64);

		await page.note("later", "B");
		expect(await page.noted("later")).toBe("B");
		expect(await page.returnToDisk()).toBe(false);
		const next = await openPage();
		expect([await next.noted("gate"), await next.database().device.count()]).toEqual([undefined, 0]);
	});

	it("refuses a write makes that write in memory, and knows all that was written before", async () => {
		const page = await openDoor();
		const disk = page.database();
		const write = vi.fn(async () => {
			if (page.database() === disk) return page.err(storageFull);
			await page.note("passage", "1");
			return { ok: true, value: "written" } as const;
		});
		expect(await page.orInMemory(write)).toEqual({ ok: true, value: "written" });
		expect(write).toHaveBeenCalledTimes(2);
		expect(page.storageState()).toMatchObject({ state: "memory", why: "full" });
		expect([await page.noted("gate"), await page.noted("passage")]).toEqual(["A", "1"]);
	});

	it("was full gets what happened meanwhile, once it takes it", async () => {
		const page = await openDoor();
		page.goToMemory("full");
		await page.note("passage", "1");
		await page.database().facts.delete("gate");
		expect(await page.returnToDisk()).toBe(true);
		expect(page.storageState()).toEqual({ state: "disk" });
		const next = await openPage();
		expect([await next.noted("passage"), await next.noted("gate")]).toEqual(["1", undefined]);
	});

	it("holds another device by now is left alone", async () => {
		const page = await openDoor();
		page.goToMemory("full");
		const other = await openPage();
		const another: DeviceRow = { ...(await device()), thumbprint: "U".repeat(43) };
		await other.database().device.put(another);
		expect(await page.returnToDisk()).toBe(false);
	});

	it("took back a transaction does not have it in memory either", async () => {
		const page = await openDoor();
		const db = page.database();
		const taken = db.transaction("rw", db.facts, async () => {
			await page.note("gate", "B");
			throw new Error("taken back");
		});
		await expect(taken).rejects.toThrow("taken back");
		page.goToMemory("gone");
		expect(await page.noted("gate")).toBe("A");
	});

	it("is refused leaves a page that keeps no copy as it was", async () => {
		const page = await openPage();
		expect(await page.orInMemory(async () => page.err(storageFull))).toEqual(page.err(storageFull));
		expect(page.storageState()).toEqual({ state: "disk" });
	});

	it("is mirrored with what another tab writes", async () => {
		const { RelaisDatabase } = await openPage();
		const { mirror } = await import("./mirror");
		const [own, other] = [new RelaisDatabase(), new RelaisDatabase()];
		const kept = mirror(own, () => undefined);
		await kept.ready;
		await other.facts.put({ name: "other", value: "tab" });
		await vi.waitFor(() => expect(kept.rows().get("facts")).toEqual([{ name: "other", value: "tab" }]));
		kept.stop();
	});
});
