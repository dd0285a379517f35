import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { memoryIndexStore, memoryWitness } from "@/tests/support/memory-index-store";
import { abandonRestoredBlocks, type IndexMemory, indicesLeft, reserveIndex } from "./index-reservation";
import { readDelegations } from "./own-delegation";

const delegations = readDelegations([delegationJwt({ jti: "one", sl: ["s1", 100, 40] })]);
const memory = (over: Partial<IndexMemory> = {}): IndexMemory => ({
	store: memoryIndexStore(),
	witness: memoryWitness(),
	highestIndex: null,
	...over,
});

async function take(at: IndexMemory): Promise<number | "exhausted"> {
	const reserved = await reserveIndex(delegations, at);
	return reserved.ok ? reserved.value.index : "exhausted";
}

describe("[DL-3] an index is given away once", () => {
	it("in order, from the first of the block", async () => {
		const at = memory();
		expect([await take(at), await take(at)]).toEqual([100, 101]);
		expect(await indicesLeft(delegations, { ...at, now: NOW })).toBe(38);
	});

	it("a database that was rolled back or lost is corrected by the second witness", async () => {
		const at = memory();
		for (let i = 0; i < 5; i++) await take(at);
		const lost = memory({ witness: at.witness });
		expect(await take(lost)).toBe(105);
	});

	it("a witness that was lost is corrected by the database", async () => {
		const at = memory();
		for (let i = 0; i < 5; i++) await take(at);
		expect(await take({ ...at, witness: memoryWitness() })).toBe(105);
	});

	it("a profile that forgot everything starts after the highest index that the authority has seen", async () => {
		expect(await take(memory({ highestIndex: 120 }))).toBe(121);
		expect(await take(memory({ highestIndex: 139 }))).toBe("exhausted");
		expect(await take(memory({ highestIndex: 7 }))).toBe(100);
	});

	it("whatever is lost in between, one witness at a time, no index comes twice", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom("take", "lose database", "lose witness"), { maxLength: 30 }),
				async (steps) => {
					let at = memory();
					const taken: (number | "exhausted")[] = [];
					for (const step of steps) {
						if (step === "take") taken.push(await take(at));
						// Losing one witness while the other is whole; a take in between makes both whole again.
						else if (taken.length > 0 && step === "lose database") {
							at = memory({ witness: at.witness });
							taken.push(await take(at));
						} else if (taken.length > 0) {
							at = { ...at, witness: memoryWitness() };
							taken.push(await take(at));
						}
					}
					const indices = taken.filter((index) => index !== "exhausted");
					expect(new Set(indices).size).toBe(indices.length);
				},
			),
			{ numRuns: 40 },
		);
	});

	it("a block of which the authority has seen more than this device remembers is given up", async () => {
		const at = memory();
		for (let i = 0; i < 3; i++) await take(at);
		expect(await abandonRestoredBlocks(delegations, { ...at, highestIndex: 102 })).toBe(false);
		expect(await abandonRestoredBlocks(delegations, { ...at, highestIndex: 103 })).toBe(true);
		expect(await take(at)).toBe("exhausted");
		expect(await indicesLeft(delegations, { ...at, now: NOW })).toBe(0);
	});

	it("indices of an ended delegation do not count", async () => {
		expect(await indicesLeft(delegations, { ...memory(), now: NOW + 60 * DAY })).toBe(0);
	});
});
