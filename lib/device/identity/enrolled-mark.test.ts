import { expect, it } from "vitest";
import { enrolledAs, markEnrolled } from "./enrolled-mark";

const storage = (values = new Map<string, string>()) => ({
	getItem: (name: string) => values.get(name) ?? null,
	setItem: (name: string, value: string) => void values.set(name, value),
});

it("[ND-9] knows what a browser was last enrolled as", () => {
	const kept = storage();
	expect(enrolledAs(kept)).toBeUndefined();
	for (const role of ["door", "train", "counter"] as const) {
		markEnrolled(role, kept);
		expect(enrolledAs(kept)).toBe(role);
	}
});

it("[ND-9] reads nonsense as no mark at all", () => {
	expect(enrolledAs(storage(new Map([["relais.enrolled", "gate"]])))).toBeUndefined();
});
