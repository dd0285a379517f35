import { expect, it } from "vitest";
import { familyOf, KILLS, planOf } from "./plan";

it("a seed replays its choices; another one makes others", () => {
	expect(planOf(7, 40)).toEqual(planOf(7, 40));
	expect(planOf(7, 40)).not.toEqual(planOf(8, 40));
	expect(planOf(7, 40).slice(0, 10)).toEqual(planOf(7, 10));
});

it("three hundred blows are of every kind", () => {
	const plan = planOf(1, 300);
	for (const kill of KILLS) expect(plan.filter((blow) => blow.kill === kill).length).toBeGreaterThan(10);
	expect(plan.some(({ issuing }) => !issuing)).toBe(true);
});

it("everybody has a name of their own, in letters", () => {
	const names = Array.from({ length: 2000 }, (_, i) => familyOf(i));
	expect(new Set(names).size).toBe(2000);
	for (const name of names) expect(name).toMatch(/^essai-[a-z]+$/);
});
