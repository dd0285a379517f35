import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { reserveIndex } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import { indexStoreContract } from "@/tests/contracts/index-store";
import { kitStoreContract } from "@/tests/contracts/kit-store";
import { delegationJwt } from "@/tests/support/authority";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { memoryWitness } from "@/tests/support/memory-index-store";
import { RelaisDatabase } from "../store/database";
import { loadUnlocked } from "./device-store";
import { indexedDbIndexStore, storageWitness } from "./index-store";
import { indexedDbKitStore } from "./kit-store";

let databases = 0;
const freshDatabase = () => new RelaisDatabase(`kit stores ${databases++}`);

indexStoreContract("the IndexedDB store", async () => indexedDbIndexStore(freshDatabase()));

kitStoreContract("the IndexedDB store", {
	open: async () => indexedDbKitStore((await enrolledCounter()).db),
	empty: async () => indexedDbKitStore(freshDatabase()),
});

it("[DL-3] gives no index twice to two tabs at once without a common lock", async () => {
	const name = `two tabs ${databases++}`;
	const delegations = readDelegations([delegationJwt({ sl: ["s1", 100, 40] })]);
	const witness = memoryWitness();
	const drawing = { start: "AAAAAAAA", random: () => 0, seen: { highestIndex: null } };
	const tab = () => ({ store: indexedDbIndexStore(new RelaisDatabase(name)), witness, ...drawing });
	const [left, right] = [tab(), tab()];
	const reserved = await Promise.all(
		Array.from({ length: 20 }, (_, i) => reserveIndex(delegations, i % 2 === 0 ? left : right)),
	);
	expect(new Set(reserved.map((one) => one.ok && one.value.index)).size).toBe(20);
});

it("keeps the keys of the device through a renewal", async () => {
	const { db } = await enrolledCounter();
	const before = await loadUnlocked(db);
	await indexedDbKitStore(db).renew((kit) => ({ ...kit, label: "poste 9" }));
	const after = await loadUnlocked(db);
	expect(after).toMatchObject({ label: "poste 9", thumbprint: before?.thumbprint });
	expect(after?.privateKey.extractable).toBe(false);
});

it("reads nonsense in the browser's storage as no memory at all", () => {
	const values = new Map([["relais.next.one", "NaN"]]);
	const storage = { getItem: (name: string) => values.get(name) ?? null, setItem: values.set.bind(values) };
	const witness = storageWitness(storage);
	expect(witness.read("one")).toBeUndefined();
	witness.remember("one", { spent: "3" });
	expect(witness.read("one")).toEqual({ below: undefined, spent: "3" });
});
