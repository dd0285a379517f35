import { describe, expect, it } from "vitest";
import { type CounterForm, emptyForm, FIRST_HABITS } from "./form-state";
import { forgetStored, newestDrafts, noteTyped, type TypedDrafts } from "./typed-drafts";

const form = (id: string, changes: Partial<CounterForm> = {}): CounterForm => ({
	...emptyForm(FIRST_HABITS, { now: 1_628_870_000, zone: "Europe/Paris" }),
	id,
	...changes,
});

describe("[EN-14] whoever is opened again", () => {
	it("is there as they were typed last, where the disk has an earlier version or none", () => {
		const typed: TypedDrafts = new Map();
		noteTyped(typed, form("a", { family: "ESSAI", given: "Camille" }));
		noteTyped(typed, form("b", { family: "NOUVEAU" }));
		const drafts = [form("a", { family: "ESSAI" }), form("c", { family: "AUTRE" })];
		const names = newestDrafts(drafts, typed).map(({ family, given }) => `${family} ${given}`);
		expect(names).toEqual(["ESSAI Camille", "AUTRE ", "NOUVEAU "]);
	});

	it("is there as another tab left them, once the disk had what was typed here", () => {
		const typed: TypedDrafts = new Map();
		const here = form("a", { family: "ESSAI" });
		noteTyped(typed, here);
		forgetStored(typed, [form("a", { family: "E" })]);
		expect(newestDrafts([form("a", { family: "E" })], typed)).toEqual([here]);
		// Members that are absent or in another order make no other draft.
		const { family, ...rest } = here;
		forgetStored(typed, [{ ...rest, family }]);
		const elsewhere = form("a", { family: "ESSAI", given: "Noé" });
		expect(newestDrafts([elsewhere], typed)).toEqual([elsewhere]);
	});

	it("is not there once everything was rubbed out", () => {
		const typed: TypedDrafts = new Map();
		noteTyped(typed, form("a", { family: "ESSAI" }));
		noteTyped(typed, form("a"));
		expect(newestDrafts([], typed)).toEqual([]);
	});
});
