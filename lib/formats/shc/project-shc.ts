/**
 * A genuine health card onto the EU DCC payload (spec V-2, P-5): the person, and either the COVID-19 vaccination as
 * it stands after the last dose or the newest COVID-19 laboratory result. Call it only once the signature holds.
 *
 * One proof comes out, because rules refuse several (spec P-1): vaccinations before results. The series of doses is
 * what the card says, else what the product's authorisation says; boosters count as dose n of n, as in the DCC.
 */

import type { DateReadings } from "@/lib/formats/date-readings";
import { COVID_19 } from "@/lib/formats/dcc-codes";
import type { DccPayload, DccTest, DccVaccination } from "@/lib/formats/hc1/dcc-payload";
import { dccOf, type PassPerson } from "@/lib/formats/project-person";
import { instantOf } from "@/lib/shared/instant";
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { UnverifiedShc } from "./decode-shc";
import { type Dose, readDose } from "./dose";
import { type Patient, patient, resourcesOf, resourceTypeOf } from "./fhir";
import { type LabResult, readLabResult } from "./lab-result";

export type ProjectedShc =
	| {
			readonly outcome: "projected";
			/** What the card may mean (spec P-8): one payload where its dates are exact. Never empty. */
			readonly readings: readonly [DccPayload, ...DccPayload[]];
			readonly person: PassPerson;
	  }
	/** A genuine card about something else. */
	| { readonly outcome: "unsupported" }
	/** `patient`: nobody to compare with; `dates`: a dose or result without a date that can be read, or too many imprecise ones. */
	| { readonly outcome: "incomplete"; readonly what: "bundle" | "patient" | "dates" };

/** Country and issuer as the key list names them, and the identity of the pass. */
export type ShcProvenance = { readonly co: string; readonly is: string; readonly ci: string };

export function projectShc(card: UnverifiedShc, from: ShcProvenance): ProjectedShc {
	const resources = resourcesOf(card.fhirBundle);
	if (!resources) return { outcome: "incomplete", what: "bundle" };
	const signed = Math.floor(card.nbf);
	const doses = resources.flatMap((resource) => readDose(resource, signed) ?? []);
	const results = resources.flatMap((resource) => readLabResult(resource, signed) ?? []);
	if (doses.length === 0 && results.length === 0) return { outcome: "unsupported" };
	const proofs = doses.length > 0 ? vaccinationsOf(doses, from) : testsOf(results, from);
	if (!proofs) return { outcome: "incomplete", what: "dates" };
	const patients = resources.filter((resource) => resourceTypeOf(resource) === "Patient");
	const person = patients.length === 1 ? personOf(patient.safeParse(patients[0]).data) : undefined;
	if (!person) return { outcome: "incomplete", what: "patient" };
	const [first, ...others] = proofs.map((proof) => dccOf(person, proof));
	return first
		? { outcome: "projected", readings: [first, ...others], person }
		: { outcome: "incomplete", what: "dates" };
}

/** Imprecise dates of one card that are weighed against each other: each doubles the readings. */
const MOST_IMPRECISE = 4;

/** Every combination of the ends of what each item's date may mean; undefined when one has none, or there are too many. */
function combinations<Item>(
	items: readonly Item[],
	datesOf: (item: Item) => DateReadings | undefined,
): readonly (readonly { readonly item: Item; readonly date: string }[])[] | undefined {
	const dated = items.map((item) => ({ item, dates: datesOf(item)?.slice(0, 2) ?? [] }));
	if (dated.some(({ dates }) => dates.length === 0)) return undefined;
	if (dated.filter(({ dates }) => dates.length > 1).length > MOST_IMPRECISE) return undefined;
	let chosen: { readonly item: Item; readonly date: string }[][] = [[]];
	for (const { item, dates } of dated)
		chosen = chosen.flatMap((rest) => dates.map((date) => [...rest, { item, date }]));
	return chosen;
}

function vaccinationsOf(doses: readonly Dose[], from: ShcProvenance): readonly { v: [DccVaccination] }[] | undefined {
	return combinations(doses, ({ days }) => days)?.map((dated) => ({ v: [vaccinationOf(dated, from)] }));
}

type DatedDose = { readonly item: Dose; readonly date: string };

function vaccinationOf(doses: readonly DatedDose[], from: ShcProvenance): DccVaccination {
	const byDay = new Map<string, DatedDose>();
	// Two records of one day are one dose, entered by two providers.
	for (const dose of doses) if (!byDay.has(dose.date)) byDay.set(dose.date, dose);
	const series = [...byDay.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
	const { item: last, date } = series.at(-1) as DatedDose;
	const dn = Math.max(series.length, ...series.map(({ item }) => item.number ?? 1));
	// One dose of a one-dose product completes the series, whatever follows it.
	const needed = last.seriesDoses ?? Math.min(...series.map(({ item }) => item.product.series));
	const { vp, mp, ma } = last.product;
	return { tg: COVID_19, vp, mp, ma, dn, sd: Math.max(needed, Math.min(dn, series.length)), dt: date, ...from };
}

function testsOf(results: readonly LabResult[], from: ShcProvenance): readonly { t: [DccTest] }[] | undefined {
	return combinations(results, ({ sampled }) => sampled)?.map((dated) => ({ t: [testOf(dated, from)] }));
}

type DatedResult = { readonly item: LabResult; readonly date: string };

/** The newest result; of several at one time, as from several genes, one that is not negative. */
function testOf([first, ...results]: readonly DatedResult[], from: ShcProvenance): DccTest {
	let chosen = first as DatedResult;
	for (const result of results) {
		const later = timeOf(result) - timeOf(chosen);
		if (later > 0 || (later === 0 && chosen.item.negative && !result.item.negative)) chosen = result;
	}
	const { item, date } = chosen;
	return { tg: COVID_19, tt: item.type, sc: date, tr: item.result, ...from };
}

function timeOf({ date }: DatedResult): NumericDate {
	return instantOf(date) ?? 0;
}

function personOf(person: Patient | undefined): PassPerson | undefined {
	const names = person?.name ?? [];
	const name = names.find(({ use }) => use === "official") ?? names.find(({ use }) => use !== "old") ?? names[0];
	const family = clip(name?.family ?? (name?.given?.length ? "" : name?.text) ?? "");
	const given = clip((name?.given ?? []).join(" "));
	return person && (family !== "" || given !== "") ? { family, given, birth: person.birthDate } : undefined;
}

function clip(name: string): string {
	return [...name.normalize("NFC").trim()].slice(0, PASS_NAME_LIMIT).join("");
}
