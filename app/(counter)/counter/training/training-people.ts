import { REFUSED_BIRTH_NAME, REFUSED_FAMILY } from "@/lib/device/counter/training/training-portal";
import { readScanned } from "@/lib/entry/scanned";
import { typedMoment } from "@/lib/entry/typed-moment";
import { NO_NAME } from "@/lib/entry/typed-name";
import { dayAt } from "@/lib/entry/zone-time";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { type CounterForm, type CounterHabits, emptyForm } from "../entry/form-state";
import { withDocument } from "../entry/scanned-form";

/**
 * [DM-6] Ten invented people, each marked by the name: what a counter meets in a day. What the staff have to do for each
 * (result, consent, guardian) is left to them.
 */
export const TRAINING_PEOPLE = [
	...["plain", "sampled", "oneName", "minor", "positive"],
	...["document", "vaccination", "mended", "replaced", "script"],
] as const;
export type TrainingPersonId = (typeof TRAINING_PEOPLE)[number];

/** As a document scanner types it; an ICAO specimen state, which issues nothing. */
export const TRAINING_MRZ =
	"P<UTOEXERCICE<VASSEUR<<ANNA<MARIA<<<<<<<<<<<\nEX00000018UTO8405173F3512311<<<<<<<<<<<<<<<4";

type Typed = Partial<CounterForm>;

const PEOPLE: Readonly<Record<Exclude<TrainingPersonId, "document">, Typed>> = {
	plain: { family: "Exercice Morel", given: "Alix", birth: "17/05/1984", sex: "F" },
	sampled: { family: "Exercice Benali", given: "Samir", birth: "02/11/1991", sex: "M" },
	oneName: { family: "Exercice", given: NO_NAME, birth: "08/07/1999", sex: "X" },
	minor: { family: "Exercice Petit", given: "Lou", sex: "F" },
	positive: { family: "Exercice Dupraz", given: "Noé", birth: "29/02/1968", sex: "M" },
	vaccination: { family: "Exercice Roche", given: "Inès", birth: "21/03/1977", sex: "F" },
	mended: { family: "Exercice Leroux", given: "Maud", birth: "30/09/1959", sex: "F", birthName: REFUSED_BIRTH_NAME },
	replaced: { family: REFUSED_FAMILY, given: "Yves", birth: "12/12/1970", sex: "M" },
	script: { family: "Άσκηση", given: "Ελένη", birth: "06/01/2000", sex: "F" },
};

const ANTIGEN = { act: "antigen", product: "1232", result: "" } as const;
/** An antigen test that can be read now. */
const SAMPLED_AGO = 20 * MINUTE;
const MINOR_AGE = 12;

/** The form with this person in it, sampled a while ago where nothing is to be waited for. */
export function trainingForm(
	id: TrainingPersonId,
	at: { readonly habits: CounterHabits; readonly now: NumericDate; readonly zone: string },
): CounterForm {
	const { habits, now, zone } = at;
	const year = Number(dayAt(now, zone).slice(0, 4));
	const sampled = id === "sampled" || id === "vaccination" ? now : now - SAMPLED_AGO;
	const form = { ...emptyForm(habits, { now, zone }), ...ANTIGEN };
	return {
		...form,
		...(id === "document" ? scanned(form, dayAt(now, zone)) : PEOPLE[id]),
		...(id === "minor" ? { birth: `14/04/${year - MINOR_AGE}` } : {}),
		...(id === "vaccination"
			? {
					act: "vaccination",
					product: "EU/1/20/1528",
					lot: "EXERCICE1",
					expiry: `31/12/${year + 1}`,
					dose: "1",
					doses: "2",
				}
			: {}),
		...typedMoment(sampled, { zone }),
	};
}

function scanned(form: CounterForm, today: string): Typed {
	const read = readScanned([TRAINING_MRZ], today);
	if (read.type !== "document") throw new Error("the document of the exercise cannot be read");
	return withDocument(form, read.read);
}
