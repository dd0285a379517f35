import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type EntryContext, problemsOf } from "./field-problems";
import { type CounterForm, emptyForm, FIRST_HABITS, type Product } from "./form-state";
import { readForm } from "./read-form";
import { problemsSoFar } from "./use-entry-form";

const NOW = Date.parse("2021-08-13T16:45:00+02:00") / 1000;
const products: readonly Product[] = [
	{ code: "1232", name: "Panbio", kind: "A" },
	{ code: "1833", name: "COVID-VIRO", kind: "A", resultAfter: 10 },
	{ code: "EU/1/20/1528", name: "Comirnaty", kind: "V", doses: 2 },
];
const context: EntryContext & { readonly kinds: readonly ("A" | "N" | "V")[] } = {
	...{ now: NOW, zone: "Europe/Paris", products, kinds: ["A", "N", "V"] },
};

function form(changes: Partial<CounterForm> = {}): CounterForm {
	return {
		...emptyForm(FIRST_HABITS, { now: NOW - HOUR, zone: "Europe/Paris" }),
		...{ family: "essai", given: "Camille Aimée", birth: "3/2/1990", sex: "F", consent: "yes" },
		...{ product: "1232", result: "negative" },
		...changes,
	};
}
const problems = (changes: Partial<CounterForm>) => problemsOf(form(changes), context);

describe("the form of the counter", () => {
	it("is read as it is registered", () => {
		const { id: _, ...draft } = readDraft(
			form({
				...{ nir: "2 90 02 75 116 123 79", phone: "06/12/34/56/78", email: " camille@essai.example " },
				...{ birthName: "Durand", document: "passport", issuer: "FRA", lot: "41ADG", expiry: "11/2021" },
			}),
		);
		expect(draft).toEqual({
			kind: "A",
			identity: {
				...{ family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03", sex: "F" },
				...{ birthName: "Durand", nir: "290027511612379" },
			},
			paper: { family: "ESSAI", given: "Camille Aimée" },
			document: { kind: "passport", issuer: "FRA" },
			lot: { number: "41ADG", expiry: "2021-11-30" },
			consent: true,
			contact: { phone: "+33612345678", email: "camille@essai.example" },
			performedAt: NOW - HOUR,
			product: { code: "1232", name: "Panbio" },
			locale: "fr",
		});
	});

	it("[EN-3] asks which of two hours it was, and takes the answer", () => {
		const autumn = { ...context, now: Date.parse("2021-10-31T12:00:00+01:00") / 1000 };
		const night = form({ moment: "02:30" });
		expect(readForm(night, autumn)).toEqual({ outcome: "incomplete", problems: { which: "which_hour" } });
		for (const [which, at] of [
			["first", "2021-10-31T02:30:00+02:00"],
			["second", "2021-10-31T02:30:00+01:00"],
		] as const) {
			expect(readForm({ ...night, which }, autumn)).toMatchObject({ draft: { performedAt: Date.parse(at) / 1000 } });
		}
		expect(problemsOf(form({ moment: "28/03 02:30" }), autumn)).toEqual({ moment: "skipped" });
	});

	it("[EN-11] a result that comes sooner than its test can have it waits", () => {
		const soonest = (changes: Partial<CounterForm>) => readForm(form(changes), context);
		expect(soonest({ moment: "16:31" })).toEqual({ outcome: "too_soon", at: NOW + MINUTE });
		expect(soonest({ moment: "16:30" }).outcome).toBe("complete");
		expect(soonest({ moment: "16:34", product: "1833" }).outcome).toBe("complete");
		expect(soonest({ moment: "16:36", product: "1833" })).toEqual({ outcome: "too_soon", at: NOW + MINUTE });
		expect(soonest({ moment: "16:16", act: "pcr", product: "" })).toEqual({ outcome: "too_soon", at: NOW + MINUTE });
		const injected = {
			act: "vaccination",
			product: "EU/1/20/1528",
			result: "",
			dose: "1",
			doses: "2",
			lot: "X1",
		} as const;
		expect(soonest({ ...injected, moment: "16:45" }).outcome).toBe("complete");
	});

	it("[EN-15] a positive antigen test is recorded, and no attestation comes of it, whatever the device may issue", () => {
		const read = readForm(form({ result: "positive" }), { ...context, kinds: [] });
		expect(read).toMatchObject({ outcome: "positive", draft: { product: { code: "1232" }, consent: true } });
		expect(read.outcome === "positive" && Object.keys(read.draft)).not.toContain("kind");
		expect(readForm(form({ result: "positive", act: "pcr", product: "" }), context)).toEqual({
			outcome: "kind_not_delegated",
		});
	});

	it.each<[string, Partial<CounterForm>, object]>([
		["no given name", { given: "" }, { given: "given_missing" }],
		["a hyphen for none", { given: "-" }, {}],
		["the hyphen in the wrong field", { family: "-", given: "Sukarno" }, { family: "family_none" }],
		["an Arabic name", { family: "النجار" }, { familyLatin: "latin_missing" }],
		["a Greek name", { family: "Παπαδόπουλος" }, {}],
		["a long name", { given: "Maria Fernanda Guadalupe del Carmen Hernández" }, {}],
		["another long name", { given: "Ab ".repeat(20), givenPaper: "Cd" }, { givenPaper: "paper_other" }],
		["somebody of 15", { birth: "14/08/2005" }, { guardian: "guardian_missing" }],
		["somebody of 16", { birth: "13/08/2005" }, {}],
		["of whom only the year is known", { birth: "2005" }, { guardian: "guardian_missing" }],
		["without agreement", { consent: "" }, { consent: "consent_missing" }],
		["a box past its date", { expiry: "07/2021" }, { expiry: "lot_expired" }],
		["a device of no list", { product: "9999" }, { product: "not_listed" }],
		[
			"before the birth",
			{ birth: "13/08/2021", moment: "12/08 10:00", guardian: "Durand" },
			{ moment: "before_birth" },
		],
		["tomorrow", { moment: "14/08 10:00" }, { moment: "in_future" }],
		["a NIR with a slip", { nir: "290027511612378" }, { nir: "nir_key" }],
		["a telephone that is none", { phone: "06 12" }, { phone: "phone_wrong_length" }],
	])("%s", (_, changes, expected) => {
		expect(problems(changes)).toEqual(expected);
	});

	it("while somebody types only what was left and filled in is judged", () => {
		const typed = form({ family: "ess4i", nir: "123", phone: "", birth: "" });
		expect(problemsSoFar(typed, new Set(["family", "birth", "phone"]), context)).toEqual({ family: "digits" });
	});
});

function readDraft(typed: CounterForm) {
	const read = readForm(typed, context);
	if (read.outcome !== "complete") throw new Error(JSON.stringify(read));
	return read.draft;
}
