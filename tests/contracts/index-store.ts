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
			expect(await store.read("one")).toBeUndefined();
		});

		it("gives back what was decided, for each delegation its own", async () => {
			const one = { spent: "0g3", open: { start: "AAAAAAAA", stretch: 2 } };
			expect(await store.advance("one", () => one)).toEqual(one);
			expect(await store.advance("two", () => ({ spent: "1" }))).toEqual({ spent: "1" });
			expect(await store.read("one")).toMatchObject(one);
			expect(await store.read("two")).toMatchObject({ spent: "1" });
		});

		it("leaves what is there where nothing was decided", async () => {
			await store.advance("one", () => ({ spent: "7" }));
			expect(await store.advance("one", () => undefined)).toBeUndefined();
			expect(await store.read("one")).toMatchObject({ spent: "7" });
		});

		it("decides one after the other, also of many at once", async () => {
			const taken = await Promise.all(
				Array.from({ length: 20 }, () => store.advance("one", (before) => ({ spent: `${before?.spent ?? ""}1` }))),
			);
			expect(new Set(taken.map((memory) => memory?.spent)).size).toBe(20);
			expect((await store.read("one"))?.spent).toHaveLength(20);
		});
	});
}
