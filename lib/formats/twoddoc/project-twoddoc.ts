/**
 * A genuine 2D-DOC onto the EU DCC payload (spec V-2, P-5), so that one rule set judges it: B2 (test result) and L1
 * (vaccination) of the ANTS perimeter. Reads the fields, so call it only once the signature holds.
 * Judges nothing that a rule should: a positive or unusable result is projected as it is.
 */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { dccOf, type PassPerson } from "@/lib/formats/project-person";
import type { CivilDay } from "@/lib/shared/civil-day";
import { covidTest } from "./covid-test";
import { malformed, type TwoddocMalformation, type UnverifiedTwoddoc } from "./decode-twoddoc";
import { parseFields } from "./fields";
import { parseDay } from "./header";
import type { ProofReader } from "./proof";
import { vaccination } from "./vaccination";

export type ProjectedTwoddoc =
	| {
			readonly outcome: "projected";
			readonly dcc: DccPayload;
			readonly person: PassPerson;
			/** Field 08: the last day, in Paris, on which the document counts. */
			readonly lastDay: CivilDay | undefined;
	  }
	/** A genuine document of another kind, such as a tax notice. */
	| { readonly outcome: "unsupported" }
	| { readonly outcome: "malformed"; readonly detail: TwoddocMalformation };

const READERS: Readonly<Record<string, ProofReader>> = { B2: covidTest, L1: vaccination };

/** Document types are numbered per perimeter (annex of document types): another perimeter's `B2` is no test. */
const ANTS_PERIMETER = "01";

/** `id` identifies the pass in its payload (`ci`). */
export function projectTwoddoc(document: UnverifiedTwoddoc, id: string): ProjectedTwoddoc {
	const { header } = document;
	if (header.perimeter !== ANTS_PERIMETER || !Object.hasOwn(READERS, header.documentType)) {
		return { outcome: "unsupported" };
	}
	const reader = READERS[header.documentType] as ProofReader;
	const parsed = parseFields(document.message, reader.lengths);
	if ("detail" in parsed) return malformed(parsed.detail);
	const from = { co: header.country ?? "FR", is: header.keyId.slice(0, 4), ci: id };
	const proof = reader.read(parsed.fields, document, from);
	if (proof === "unsupported") return { outcome: "unsupported" };
	if (typeof proof === "string") return malformed(proof);
	const { family, given, birth, ...entries } = proof;
	const person = { family, given, birth };
	const expiry = parsed.fields.get("08")?.text;
	if (expiry !== undefined && !/^[0-9A-F]{4}$/.test(expiry)) return malformed("field_value");
	return {
		outcome: "projected",
		dcc: dccOf(person, entries),
		person,
		lastDay: expiry === undefined ? undefined : parseDay(expiry),
	};
}
