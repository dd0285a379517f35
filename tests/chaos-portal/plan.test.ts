import { expect, it } from "vitest";
import { planOf, VICTIMS } from "./plan";

it("a seed replays its choices; another one makes others", () => {
	expect(planOf(7, 40)).toEqual(planOf(7, 40));
	expect(planOf(7, 40)).not.toEqual(planOf(8, 40));
	expect(planOf(7, 40).slice(0, 10)).toEqual(planOf(7, 10));
});

it("fifty kills strike everything, and now and then two at once", () => {
	const plan = planOf(1, 50);
	for (const victim of VICTIMS)
		expect(plan.filter(({ victims }) => victims.includes(victim)).length).toBeGreaterThan(8);
	expect(plan.some(({ victims }) => victims.length > 1)).toBe(true);
});
