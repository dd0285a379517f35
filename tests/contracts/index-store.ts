import { beforeEach, describe, expect, it } from "vitest";
import type { IndexStore } from "@/lib/kit/index-store";

/** What every index store promises. `open` gives an empty one. */
export function indexStoreContract(name: string, open: () => Promise<IndexStore>): void {
	describe(`[DL-3] ${name} keeps the contract of an index store`, () => {
		let store: IndexStore;
		beforeEach(async () => {
			store = await open();
		});

		it("knows nothing of a delegation at first", async () => {
			expect(await store.next("one")).toBeUndefined();
		});

		it("gives back what was decided, for each delegation its own", async () => {
			expect(await store.advance("one", () => 7)).toBe(7);
			expect(await store.advance("two", () => 9)).toBe(9);
			expect([await store.next("one"), await store.next("two")]).toEqual([7, 9]);
		});

		it("leaves what is there where nothing was decided", async () => {
			await store.advance("one", () => 7);
			expect(await store.advance("one", () => undefined)).toBeUndefined();
			expect(await store.next("one")).toBe(7);
		});

		it("decides one after the other, also of many at once", async () => {
			const taken = await Promise.all(
				Array.from({ length: 20 }, () => store.advance("one", (next) => (next ?? 0) + 1)),
			);
			expect(new Set(taken).size).toBe(20);
			expect(await store.next("one")).toBe(20);
		});
	});
}
