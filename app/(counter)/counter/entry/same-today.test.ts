import { describe, expect, it } from "vitest";
import { type CounterForm, emptyForm, FIRST_HABITS } from "./form-state";
import { sameToday, type TodayAct } from "./same-today";

const NOW = Date.parse("2021-08-13T16:45:00+02:00") / 1000;
const context = { now: NOW, zone: "Europe/Paris", products: [] };

function form(changes: Partial<CounterForm> = {}): CounterForm {
	const empty = emptyForm(FIRST_HABITS, { now: NOW, zone: "Europe/Paris" });
	return { ...empty, family: "essai", given: "Camille Aimée", birth: "3/2/1990", ...changes };
}

const earlier: TodayAct = {
	...{ number: 12, at: NOW - 3600, act: "antigen" },
	person: { family: "ESSAI", given: "Camille", birth: "1990-02-03" },
};

describe("[EN-16] the same person the same day", () => {
	it("is found among what was issued, by act", () => {
		const known = { issued: [earlier], people: [], context, elsewhere: undefined };
		expect(sameToday(form(), known)).toEqual({ type: "issued", act: earlier });
		expect(sameToday(form({ act: "pcr" }), known)).toBeUndefined();
		expect(sameToday(form({ birth: "4/2/1990" }), known)).toBeUndefined();
		expect(sameToday(form({ birth: "" }), known)).toBeUndefined();
	});

	it("and among those who wait for their result", () => {
		expect(sameToday(form(), { issued: [], people: [form()], context, elsewhere: undefined })).toEqual({
			type: "waiting",
		});
		expect(
			sameToday(form(), { issued: [], people: [form({ family: "autre" })], context, elsewhere: undefined }),
		).toBeUndefined();
	});

	it("and at the pharmacy's other workstations, as the portal says", () => {
		const known = { issued: [], people: [], context, elsewhere: NOW - 60 };
		expect(sameToday(form(), known)).toEqual({ type: "elsewhere", at: NOW - 60 });
	});

	it("a correction is not asked about", () => {
		const corrects = { key: "a", number: 12, reason: "entry_error" } as const;
		expect(sameToday(form({ corrects }), { issued: [earlier], people: [], context, elsewhere: NOW })).toBeUndefined();
	});
});
