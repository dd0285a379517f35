import { expect, test } from "vitest";
import { numberOf } from "./day-list";

test("the first attestation of a block at 0 is number 1, in the list as on its sheet", () => {
	expect(numberOf({ index: "jti1.0" })).toBe(1);
	expect(numberOf({ index: 0 })).toBe(1);
	expect(numberOf({ index: "jti1.1499" })).toBe(numberOf({ index: 1499 }));
});
