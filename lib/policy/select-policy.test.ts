import { describe, expect, it } from "vitest";
import { FR_2021_08_09 } from "./fr-2021-08-09";
import { builtInPolicy, findPolicy, isInForce, parsePolicy, selectPolicy } from "./select-policy";

describe("documents", () => {
	it("[P-7] the built-in one names itself, its authority and the day it began", () => {
		expect(builtInPolicy()).toMatchObject({ id: "FR-2021-08-09", authority: expect.stringMatching(/Santé/) });
		expect(builtInPolicy().dates.from).toBe(Date.parse("2021-08-09T00:00:00+02:00") / 1000);
		expect(builtInPolicy().rules.map((rule) => rule.id)).toEqual(["P-1", "P-2", "P-3", "P-4"]);
	});

	it("refuses documents with wrong logic, zone, dates or repeated ids", () => {
		const good = JSON.parse(JSON.stringify(FR_2021_08_09));
		expect(parsePolicy(good)).toBeDefined();
		const [first] = good.rules;
		for (const change of [
			{ zone: "Europe/Atlantide" },
			{ zone: "" },
			{ dates: {} },
			{ dates: { from: "2021-08-09" } },
			{ rules: [] },
			{ rules: [first, first] },
			{ rules: [{ ...first, logic: { maybe: [1] } }] },
			{ rules: [{ ...first, logic: undefined }] },
			{ attestations: "everywhere" },
			{ id: "with spaces" },
		]) {
			expect(parsePolicy({ ...good, ...change })).toBeUndefined();
		}
		for (const odd of [null, undefined, 1, "FR-2021-08-09", []]) expect(parsePolicy(odd)).toBeUndefined();
	});

	it("chooses the policy in force for the activity, the youngest first, else the built-in one", () => {
		const base = JSON.parse(JSON.stringify(FR_2021_08_09));
		const august = { ...base, id: "august", dates: { from: 1000, to: 3000 } };
		const winter = { ...base, id: "winter", dates: { from: 2000 }, activities: ["venue"] };
		const documents = [winter, august, { id: "broken" }, null];
		const chosen = (now: number, activity: "venue" | "train") => selectPolicy(documents, { now, activity }).id;
		expect(chosen(999, "venue")).toBe("FR-2021-08-09");
		expect(chosen(1000, "venue")).toBe("august");
		expect(chosen(2000, "venue")).toBe("winter");
		expect(chosen(2000, "train")).toBe("august");
		expect(chosen(3000, "train")).toBe("FR-2021-08-09");
		expect(findPolicy(documents, "winter")?.id).toBe("winter");
		expect(findPolicy(documents, "nothing")).toBeUndefined();
		expect(isInForce(builtInPolicy(), 0)).toBe(false);
	});
});
