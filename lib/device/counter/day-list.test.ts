import { expect, it } from "vitest";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadDayRows, numberOf } from "./day-list";
import { issueDraft } from "./issue";

it("the first attestation of a block at 0 is number 1, in the list as on its sheet", () => {
	expect(numberOf({ index: "jti1.0" })).toBe(1);
	expect(numberOf({ index: 0 })).toBe(1);
	expect(numberOf({ index: "jti1.1499" })).toBe(numberOf({ index: 1499 }));
});

it("the latest comes first, also of those that were issued in one second", async () => {
	const { db, ...ports } = await enrolledCounter();
	for (let i = 0; i < 12; i++) await issueDraft(draft({ id: crypto.randomUUID() }), { ...ports, db });
	const numbers = (await loadDayRows(NOW - 1, db)).map(({ row }) => numberOf(row));
	expect(numbers).toHaveLength(12);
	expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
});
