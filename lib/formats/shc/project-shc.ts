/**
 * A genuine health card onto the EU DCC payload (spec V-2, P-5): the person, and either the COVID-19 vaccination as
 * it stands after the last dose or the newest COVID-19 laboratory result. Call it only once the signature holds.
 *
 * One proof comes out, because rules refuse several (spec P-1): vaccinations before results. The series of doses is
 * what the card says, else what the product's authorisation says; boosters count as dose n of n, as in the DCC.
 */

import { COVID_19 } from "@/lib/formats/dcc-codes";
import type { DccPayload, DccTest, DccVaccination } from "@/lib/formats/hc1/dcc-payload";
import { dccOf, type PassPerson } from "@/lib/formats/project-person";
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { ShcMalformation, UnverifiedShc } from "./decode-shc";
import { type Dose, readDose } from "./dose";
import { type Patient, patient, resourcesOf, resourceTypeOf } from "./fhir";
import { type LabResult, readLabResult } from "./lab-result";

export type ProjectedShc =
	| {
			readonly outcome: "projected";
			readonly dcc: DccPayload;
			readonly person: PassPerson;
	  }
	/** A genuine card about something else. */
	| { readonly outcome: "unsupported" }
	| { readonly outcome: "malformed"; readonly detail: ShcMalformation };

/** Country and issuer as the key list names them, and the identity of the pass. */
export type ShcProvenance = { readonly co: string; readonly is: string; readonly ci: string };

export function projectShc(card: UnverifiedShc, from: ShcProvenance): ProjectedShc {
	const resources = resourcesOf(card.fhirBundle);
	if (!resources) return { outcome: "malformed", detail: "fhir_value" };
	const doses = resources.flatMap((resource) => readDose(resource) ?? []);
	const results = resources.flatMap((resource) => readLabResult(resource) ?? []);
	if (doses.length === 0 && results.length === 0) return { outcome: "unsupported" };
	const entries = doses.length > 0 ? vaccinationOf(doses, from) : testOf(results, from);
	if (!entries) return { outcome: "malformed", detail: "fhir_value" };
	const patients = resources.filter((resource) => resourceTypeOf(resource) === "Patient");
	const person = patients.length === 1 ? personOf(patient.safeParse(patients[0]).data) : undefined;
	if (!person) return { outcome: "malformed", detail: "patient" };
	return { outcome: "projected", dcc: dccOf(person, entries), person };
}

/** Undefined when a dose has no day: neither its age nor its place in the series is known. */
function vaccinationOf(doses: readonly Dose[], from: ShcProvenance): { v: [DccVaccination] } | undefined {
	const byDay = new Map<string, Dose>();
	for (const dose of doses) {
		if (dose.day === undefined) return undefined;
		// Two records of one day are one dose, entered by two providers.
		byDay.set(dose.day, byDay.get(dose.day) ?? dose);
	}
	const series = [...byDay.values()].sort((a, b) => ((a.day ?? "") < (b.day ?? "") ? -1 : 1));
	const last = series.at(-1) as Dose;
	const dn = Math.max(series.length, ...series.map((dose) => dose.number ?? 1));
	// One dose of a one-dose product completes the series, whatever follows it.
	const needed = last.seriesDoses ?? Math.min(...series.map((dose) => dose.product.series));
	const { vp, mp, ma } = last.product;
	return {
		v: [
			{ tg: COVID_19, vp, mp, ma, dn, sd: Math.max(needed, Math.min(dn, series.length)), dt: last.day ?? "", ...from },
		],
	};
}

/** The newest result; of several at one time, as from several genes, one that is not negative. */
function testOf(results: readonly LabResult[], from: ShcProvenance): { t: [DccTest] } | undefined {
	let chosen: LabResult | undefined;
	for (const result of results) {
		if (result.sampled === undefined) return undefined;
		const newer = chosen?.sampled === undefined || result.sampled.instant > chosen.sampled.instant;
		const worse = chosen?.sampled?.instant === result.sampled.instant && chosen.negative && !result.negative;
		if (newer || worse) chosen = result;
	}
	if (!chosen?.sampled) return undefined;
	return { t: [{ tg: COVID_19, tt: chosen.type, sc: chosen.sampled.text, tr: chosen.result, ...from }] };
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
