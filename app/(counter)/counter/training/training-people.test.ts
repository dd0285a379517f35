import { describe, expect, it } from "vitest";
import { messages } from "@/lib/i18n/messages";
import { problemsOf } from "../entry/field-problems";
import { FIRST_HABITS } from "../entry/form-state";
import { isSampled, readForm, resultTime } from "../entry/read-form";
import { TRAINING_PEOPLE, trainingForm } from "./training-people";

const NOW = Date.UTC(2026, 7, 13, 13, 30) / 1000;
const at = { habits: FIRST_HABITS, now: NOW, zone: "Europe/Paris" };
const context = {
	...{ now: NOW, zone: "Europe/Paris", kinds: ["A", "N", "V"] as const },
	products: [
		{ code: "1232", name: "Panbio", kind: "A" as const },
		{ code: "EU/1/20/1528", name: "Comirnaty", kind: "V" as const, doses: 2 },
	],
};
const form = (id: (typeof TRAINING_PEOPLE)[number]) => trainingForm(id, at);

describe("the people of an exercise", () => {
	it.each(TRAINING_PEOPLE)("[DM-6] of %s nothing is missing but what is asked of the staff", (id) => {
		const open = Object.keys(problemsOf(form(id), context)).sort();
		const asked = id === "vaccination" ? [] : ["result"];
		expect(open).toEqual([...(id === "minor" ? ["guardian"] : []), ...asked, "consent"].sort());
		for (const { training } of Object.values(messages)) expect(training.people.name[id]).not.toBe("");
	});

	it("[DM-6] is marked by the name, whoever it is", () => {
		expect(TRAINING_PEOPLE).toHaveLength(10);
		for (const id of TRAINING_PEOPLE) expect(form(id).family).toMatch(/^(Exercice|EXERCICE|Άσκηση)/);
	});

	it("[DM-6] a result waits for whoever was sampled just now, and for nobody else", () => {
		for (const id of TRAINING_PEOPLE) {
			const done = { ...form(id), consent: "yes", guardian: "Exercice Petit", result: "negative" } as const;
			if (id === "vaccination") expect(resultTime(done, context)).toBeUndefined();
			else expect(readForm(done, context).outcome).toBe(id === "sampled" ? "too_soon" : "complete");
		}
		expect(isSampled({ ...form("sampled"), consent: "yes" }, context)).toBe(true);
	});

	it("[DM-6] the document is read as a scanner types it", () => {
		expect(form("document")).toMatchObject({
			...{ family: "EXERCICE VASSEUR", given: "Anna Maria", birth: "17/05/1984", sex: "F" },
			...{ document: "passport", issuer: "UTO" },
		});
	});
});
