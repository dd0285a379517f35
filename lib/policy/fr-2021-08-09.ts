/**
 * The built-in policy (spec §8): the French rule of 9 August 2021, as it stood in décret n° 2021-699 art. 2-2.
 * Pure data: the same document could come in a trust list.
 */

import type { CertLogicOperation } from "certlogic-js";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { EXAMPLES } from "./fr-2021-08-09-examples";
import type { PolicyDocument } from "./policy-document";

const POSITIVE = "260373001";
const NEGATIVE = "260415000";
const ANTIGEN = "LP217198-3";
const NAAT = "LP6464-4";
const JANSSEN = "EU/1/20/1525";
/** Comirnaty, Spikevax, Vaxzevria. */
const TWO_DOSE_PRODUCTS = ["EU/1/20/1528", "EU/1/20/1507", "EU/1/21/1529"];

const result = { var: "payload.t.0.tr" };
const testType = { var: "payload.t.0.tt" };
const product = { var: "payload.v.0.mp" };
const today = { var: "external.today" };
const sample = { var: "external.sample" };

/** `11 ≤ today − day ≤ 183`. */
function recoveredSince(day: string): CertLogicOperation {
	return { "<=": [{ "+": [{ var: day }, 11] }, today, { "+": [{ var: day }, 183] }] };
}

/** `today − injection day ≥ days`. */
function injectedFor(days: number): CertLogicOperation {
	return { ">=": [today, { "+": [{ var: "external.injectionDay" }, days] }] };
}

export const FR_2021_08_09: PolicyDocument = {
	id: "FR-2021-08-09",
	authority: "Ministère des Solidarités et de la Santé",
	/** 2021-08-09T00:00:00+02:00. */
	dates: { from: 1_628_460_000 },
	zone: "Europe/Paris",
	activities: ["venue", "train", "journey"],
	countries: ["FR"],
	attestations: [{ kinds: [...ATTESTATION_KINDS], activities: ["venue", "train", "journey"] }],
	rules: [
		{
			id: "P-1",
			logic: {
				and: [{ "===": [{ var: "external.entries" }, 1] }, { "===": [{ var: "external.disease" }, "840539006"] }],
			},
			sentence: {
				fr: "Le justificatif porte sur la COVID-19 et contient une seule preuve.",
				en: "The pass is about COVID-19 and holds a single proof.",
			},
		},
		{
			id: "P-2",
			certificateTypes: ["t"],
			when: { "!": [{ "===": [result, POSITIVE] }] },
			logic: {
				and: [
					{ "===": [result, NEGATIVE] },
					{ in: [testType, [ANTIGEN, NAAT]] },
					{ "<=": [sample, { var: "external.now" }, { "+": [sample, 259_200] }] },
				],
			},
			sentence: {
				fr: "Test antigénique ou PCR négatif, prélevé il y a 72 heures au plus.",
				en: "Negative antigen or PCR test, sampled at most 72 hours ago.",
			},
		},
		{
			id: "P-3",
			certificateTypes: ["t", "r"],
			// A result that is neither is P-2's to refuse; a certificate of recovery has none.
			when: { "!": [{ "===": [result, NEGATIVE] }] },
			logic: {
				if: [
					{ var: "payload.r.0" },
					{
						and: [
							recoveredSince("external.firstPositiveDay"),
							{ "<=": [{ var: "external.validFromDay" }, today, { var: "external.validUntilDay" }] },
						],
					},
					{ and: [{ "===": [testType, NAAT] }, recoveredSince("external.sampleDay")] },
				],
			},
			sentence: {
				fr: "Rétablissement : test PCR positif datant de 11 à 183 jours.",
				en: "Recovery: positive PCR test 11 to 183 days ago.",
			},
		},
		{
			id: "P-4",
			certificateTypes: ["v"],
			logic: {
				and: [
					// Neither a dose 0 nor a series of 0: `0 ≥ 0` would complete it.
					{ ">=": [{ var: "payload.v.0.dn" }, { var: "payload.v.0.sd" }, 1] },
					{
						if: [
							{ "===": [product, JANSSEN] },
							injectedFor(28),
							{ and: [{ in: [product, TWO_DOSE_PRODUCTS] }, injectedFor(7)] },
						],
					},
				],
			},
			sentence: {
				fr: "Vaccination complète depuis 7 jours au moins (Janssen : 28 jours).",
				en: "Vaccination complete for at least 7 days (Janssen: 28 days).",
			},
		},
	],
	examples: EXAMPLES,
};
