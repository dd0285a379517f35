import { beforeEach, describe, expect, it } from "vitest";
import type { KitStore } from "@/lib/kit/kit-store";

const FIRST = "00000000-0000-4000-8000-000000000001";
const SECOND = "00000000-0000-4000-8000-000000000002";

/** What every kit store promises. `open` gives one that holds a kit, `empty` one before the enrolment. */
export function kitStoreContract(
	name: string,
	given: { open: () => Promise<KitStore>; empty: () => Promise<KitStore> },
): void {
	describe(`${name} keeps the contract of a kit store`, () => {
		let store: KitStore;
		beforeEach(async () => {
			store = await given.open();
		});

		it("keeps the key of a request until its answer is stored", async () => {
			expect(await store.requestKey(FIRST)).toBe(FIRST);
			expect(await store.requestKey(SECOND)).toBe(FIRST);
			await store.renew((before) => before);
			expect(await store.requestKey(SECOND)).toBe(SECOND);
		});

		it("[OL-3] forgets the key of another start: a copy of the device may send it too", async () => {
			expect(await store.requestKey(FIRST, "AAAAAAAA")).toBe(FIRST);
			expect(await store.requestKey(SECOND, "AAAAAAAA")).toBe(FIRST);
			expect(await store.requestKey(SECOND, "BBBBBBBB")).toBe(SECOND);
			expect(await store.requestKey(FIRST, "BBBBBBBB")).toBe(SECOND);
		});

		it("stores what the renewal merged, and leaves the rest", async () => {
			const before = await store.load();
			const renewed = await store.renew((kit) => ({ ...kit, label: "poste 9" }));
			expect(renewed).toMatchObject({ ...before, label: "poste 9" });
			expect(await store.load()).toMatchObject({ ...before, label: "poste 9" });
		});

		it("keeps kit and key when the merge fails", async () => {
			const before = await store.load();
			await store.requestKey(FIRST);
			const fails = () => {
				throw new Error("a bug");
			};
			await expect(store.renew(fails)).rejects.toThrow("a bug");
			expect(await store.load()).toEqual(before);
			expect(await store.requestKey(SECOND)).toBe(FIRST);
		});

		it("renews nothing where there is no device", async () => {
			const empty = await given.empty();
			expect(await empty.load()).toBeUndefined();
			expect(await empty.renew((kit) => kit)).toBeUndefined();
			expect(await empty.load()).toBeUndefined();
		});
	});
}
