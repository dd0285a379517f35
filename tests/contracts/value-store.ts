import { beforeEach, describe, expect, it } from "vitest";
import type { ValueStore } from "@/lib/shared/value-store";

/** What every value store promises. `open` gives one in which nothing is stored yet. */
export function valueStoreContract(name: string, open: () => Promise<ValueStore<{ readonly count: number }>>): void {
	describe(`${name} keeps the contract of a value store`, () => {
		let store: ValueStore<{ readonly count: number }>;
		beforeEach(async () => {
			store = await open();
		});

		it("reads undefined before anything was stored", async () => {
			expect(await store.read()).toBeUndefined();
		});

		it("gives back what the change answered", async () => {
			expect(await store.change(() => ({ count: 1 }))).toEqual({ count: 1 });
			expect(await store.read()).toEqual({ count: 1 });
		});

		it("loses no change of several at once", async () => {
			await Promise.all(
				Array.from({ length: 10 }, () => store.change((before) => ({ count: (before?.count ?? 0) + 1 }))),
			);
			expect(await store.read()).toEqual({ count: 10 });
		});

		it("answers the stored value when a change leaves it", async () => {
			await store.change(() => ({ count: 3 }));
			expect(await store.change((before) => before ?? { count: 0 })).toEqual({ count: 3 });
		});

		it("leaves the stored value when a change throws", async () => {
			await store.change(() => ({ count: 4 }));
			const thrower = () => {
				throw new Error("a bug");
			};
			await expect(store.change(thrower)).rejects.toThrow("a bug");
			expect(await store.read()).toEqual({ count: 4 });
		});
	});
}
