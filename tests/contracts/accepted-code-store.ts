import { beforeEach, describe, expect, it } from "vitest";
import type { AcceptedCodeStore } from "@/lib/checkcode/accepted-code-store";

const code = (hash: string, acceptedAt = 100, day = "2021-08-13") => ({ hash, day, acceptedAt });

/** What every store of accepted codes promises. `open` gives an empty one. */
export function acceptedCodeStoreContract(name: string, open: () => Promise<AcceptedCodeStore>): void {
	describe(`[CC-8] ${name} keeps the contract of a store of accepted codes`, () => {
		let store: AcceptedCodeStore;
		const hashes = async () => (await store.ofDay("2021-08-13")).map(({ hash }) => hash).sort();
		beforeEach(async () => {
			store = await open();
		});

		it("gives back the codes of a day, and the days", async () => {
			await store.add(code("b", 100, "2021-08-14"));
			for (const hash of ["a", "c"]) await store.add(code(hash));
			expect(await hashes()).toEqual(["a", "c"]);
			expect(await store.ofDay("2021-08-14")).toEqual([code("b", 100, "2021-08-14")]);
			expect(await store.days()).toEqual(["2021-08-13", "2021-08-14"]);
		});

		it("keeps the first acceptance of a code, also of two at once", async () => {
			await store.add(code("a", 100));
			await Promise.all([store.add(code("a", 200)), store.add(code("b", 200)), store.add(code("b", 200))]);
			expect((await store.ofDay("2021-08-13")).map(({ acceptedAt }) => acceptedAt).sort()).toEqual([100, 200]);
		});

		it("takes the same hash of another day for another code", async () => {
			await store.add(code("a", 100));
			await store.add(code("a", 200, "2021-08-14"));
			expect(await store.ofDay("2021-08-13")).toEqual([code("a", 100)]);
			expect(await store.ofDay("2021-08-14")).toEqual([code("a", 200, "2021-08-14")]);
		});

		it("forgets what is named, and what was accepted before a time", async () => {
			for (const [hash, at] of Object.entries({ a: 100, b: 200, c: 300 })) await store.add(code(hash, at));
			await store.add(code("b", 100, "2021-08-14"));
			await store.forget("2021-08-13", ["b", "unknown"]);
			expect(await hashes()).toEqual(["a", "c"]);
			expect(await store.ofDay("2021-08-14")).toHaveLength(1);
			await store.forgetAcceptedBefore(300);
			expect(await hashes()).toEqual(["c"]);
			expect(await store.days()).toEqual(["2021-08-13"]);
		});
	});
}
