import { describe, expect, it } from "vitest";
import { afterTry, afterTyping, type PinStep } from "./pin-steps";

const GIVE: PinStep = { step: "give" };
const CHOOSE: PinStep = { step: "choose", before: undefined };

describe("the PIN dialog", () => {
	it("[DP-1] the first PIN is typed twice, and taken when both are the same", () => {
		const again = afterTyping(CHOOSE, "1234");
		expect(again).toEqual({ move: "go", step: { step: "repeat", before: undefined, chosen: "1234" } });
		if (again.move !== "go") throw new Error(again.move);
		expect(afterTyping(again.step, "1234")).toEqual({ move: "set", pin: "1234", before: undefined });
		expect(afterTyping(again.step, "1235")).toEqual({ move: "stay", step: CHOOSE, fault: "different" });
	});

	it("[DP-1] what is no PIN is never tried", () => {
		for (const typed of ["", "123"]) {
			for (const step of [GIVE, CHOOSE]) {
				expect(afterTyping(step, typed)).toEqual({ move: "stay", step, fault: "form" });
			}
		}
	});

	it("a right PIN is the answer, or leads to the choice of another", () => {
		expect(afterTyping(GIVE, "1234")).toEqual({ move: "try", pin: "1234" });
		expect(afterTry({ outcome: "right" }, { pin: "1234", change: false })).toBe("done");
		expect(afterTry({ outcome: "right" }, { pin: "1234", change: true })).toEqual({ step: "choose", before: "1234" });
		expect(afterTry({ outcome: "wrong" }, { pin: "1234", change: true })).toEqual({ fault: "wrong" });
		expect(afterTry({ outcome: "locked", seconds: 60 }, { pin: "1234", change: false })).toEqual({ fault: undefined });
	});
});
