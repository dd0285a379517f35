import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { memoryWitness } from "@/tests/support/enrolled-counter";
import { RelaisDatabase } from "../store/database";
import { readDelegations } from "./delegations";
import { abandonRestoredBlocks, indicesLeft, type ReservationContext, reserveIndex } from "./index-reservation";

const delegations = readDelegations([delegationJwt({ jti: "one", sl: ["s1", 100, 40] })]);
let databases = 0;
const context = (over: Partial<ReservationContext> = {}) => ({
	now: NOW,
	highestIndex: null,
	witness: memoryWitness(),
	db: new RelaisDatabase(`indices ${databases++}`),
	...over,
});

async function take(at: ReservationContext): Promise<number | "exhausted"> {
	const reserved = await reserveIndex(delegations, at);
	return reserved.ok ? reserved.value.index : "exhausted";
}

describe("[DL-3] an index is given away once", () => {
	test("in order, from the first of the block", async () => {
		const at = context();
		expect([await take(at), await take(at)]).toEqual([100, 101]);
		expect(await indicesLeft(delegations, at)).toBe(38);
	});

	test("two tabs at once without a common lock", async () => {
		const name = `two tabs ${databases++}`;
		const witness = memoryWitness();
		const tabs = [new RelaisDatabase(name), new RelaisDatabase(name)];
		const taken = await Promise.all(
			Array.from({ length: 20 }, (_, i) => take(context({ db: tabs[i % 2] as RelaisDatabase, witness }))),
		);
		expect(new Set(taken).size).toBe(20);
	});

	test("a database that was rolled back or lost is corrected by the second witness", async () => {
		const at = context();
		for (let i = 0; i < 5; i++) await take(at);
		const lost = context({ witness: at.witness });
		expect(await take(lost)).toBe(105);
	});

	test("a witness that was lost is corrected by the database", async () => {
		const at = context();
		for (let i = 0; i < 5; i++) await take(at);
		expect(await take({ ...at, witness: memoryWitness() })).toBe(105);
	});

	test("a profile that forgot everything starts after the highest index that the authority has seen", async () => {
		expect(await take(context({ highestIndex: 120 }))).toBe(121);
		expect(await take(context({ highestIndex: 139 }))).toBe("exhausted");
		expect(await take(context({ highestIndex: 7 }))).toBe(100);
	});

	test("nonsense in the witness is no reason to reuse", async () => {
		const witness = memoryWitness();
		witness.setItem("relais.next.one", "NaN");
		expect(await take(context({ witness }))).toBe(100);
	});

	test("whatever is lost in between, one witness at a time, no index comes twice", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.constantFrom("take", "lose database", "lose witness"), { maxLength: 30 }),
				async (steps) => {
					let at = context();
					const taken: (number | "exhausted")[] = [];
					for (const step of steps) {
						if (step === "take") taken.push(await take(at));
						// Losing one witness while the other is whole; a take in between makes both whole again.
						else if (taken.length > 0 && step === "lose database") {
							at = context({ witness: at.witness });
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

	test("a block of which the authority has seen more than this device remembers is given up", async () => {
		const at = context();
		for (let i = 0; i < 3; i++) await take(at);
		expect(await abandonRestoredBlocks(delegations, { ...at, highestIndex: 102 })).toBe(false);
		expect(await abandonRestoredBlocks(delegations, { ...at, highestIndex: 103 })).toBe(true);
		expect(await take(at)).toBe("exhausted");
		expect(await indicesLeft(delegations, at)).toBe(0);
	});

	test("indices of an ended delegation do not count", async () => {
		expect(await indicesLeft(delegations, context({ now: NOW + 60 * DAY }))).toBe(0);
	});
});
