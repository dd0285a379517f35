import { beforeEach, describe, expect, it } from "vitest";
import type { ListStore } from "@/lib/trust/list-store";
import { codesFile, statusFile, TRUST_FILES, type TrustFile } from "@/lib/trust/trust-file";

const ROOT = "r".repeat(43);
const NEXT = "n".repeat(43);
const file = (name: string, text = "text"): TrustFile => ({ name, etag: '"1"', text });

/** What every list store promises. `open` gives an empty one in which this root is pinned. */
export function listStoreContract(name: string, open: (root: string) => Promise<ListStore>): void {
	describe(`${name} keeps the contract of a list store`, () => {
		let store: ListStore;
		const names = async () => (await store.files()).map((one) => one.name).sort();
		const accept = (files: readonly TrustFile[], more: Partial<Parameters<ListStore["accept"]>[0]> = {}) =>
			store.accept({ root: ROOT, files, forgotten: [], confirmedAt: 100, refused: undefined, ...more });
		beforeEach(async () => {
			store = await open(ROOT);
		});

		it("is empty at first, under the pinned root", async () => {
			expect([await store.root(), await store.files(), await store.confirmedAt()]).toEqual([ROOT, [], undefined]);
		});

		it("gives back the accepted files, also those that are no text", async () => {
			const deny = { ...file(TRUST_FILES.deny, ""), bytes: new Uint8Array([1, 2, 3]) };
			await accept([file(TRUST_FILES.list), deny]);
			expect(await store.file(TRUST_FILES.deny)).toEqual(deny);
			expect(await names()).toEqual([TRUST_FILES.deny, TRUST_FILES.list]);
			expect(await store.confirmedAt()).toBe(100);
		});

		it("leaves what an accepted update did not change", async () => {
			await accept([file(TRUST_FILES.list, "old"), file(TRUST_FILES.keyset)]);
			await accept([file(TRUST_FILES.list, "new")]);
			expect(await store.file(TRUST_FILES.list)).toMatchObject({ text: "new" });
			expect(await names()).toEqual([TRUST_FILES.keyset, TRUST_FILES.list]);
		});

		it("forgets the files that are named, and nothing else", async () => {
			await accept([file(statusFile("a")), file(statusFile("b")), file(TRUST_FILES.list)]);
			await accept([], { forgotten: [statusFile("a")] });
			expect(await names()).toEqual([TRUST_FILES.list, statusFile("b")]);
		});

		it("[TL-3] keeps every file after a refusal, and the reason until a refresh refuses nothing", async () => {
			await accept([file(TRUST_FILES.list)]);
			await accept([], { confirmedAt: undefined, refused: { reason: "trust_rollback", at: 200 } });
			expect(await store.refused()).toEqual({ reason: "trust_rollback", at: 200 });
			expect([await names(), await store.confirmedAt()]).toEqual([[TRUST_FILES.list], 100]);
			await accept([]);
			expect(await store.refused()).toBeUndefined();
		});

		it("hands over to the root of the accepted update", async () => {
			await accept([], { root: NEXT });
			expect(await store.root()).toBe(NEXT);
		});

		it("[CC-8] replaces one code list at a time, and keeps those of the named days only", async () => {
			await accept([file(TRUST_FILES.list)]);
			for (const day of ["2021-08-12", "2021-08-13"]) await store.putCodeList(file(codesFile(day)));
			await store.putCodeList(file(codesFile("2021-08-13"), "newer"));
			await store.keepCodeLists(["2021-08-13", "2021-08-14"]);
			expect(await store.file(codesFile("2021-08-13"))).toMatchObject({ text: "newer" });
			expect(await names()).toEqual([codesFile("2021-08-13"), TRUST_FILES.list]);
		});
	});
}
