import { z } from "zod";
import { SEEN_DOCUMENTS, SEXES } from "@/lib/protocol/records";
import { CORRECTION_REASONS } from "@/lib/protocol/revocations";
import { LOCALES } from "@/lib/shared/locale";
import { ACTS, type CounterForm, RESULTS } from "./form-state";

const text = z.string();
const orNone = <Value extends string>(values: readonly Value[]) => z.enum(["", ...values]);

const storedForm = z.object({
	id: z.uuid(),
	act: z.enum(ACTS),
	...{ family: text, given: text, familyLatin: text, givenLatin: text, familyPaper: text, givenPaper: text },
	...{ birthName: text, usedName: text, birth: text, guardian: text, issuer: text, nir: text },
	...{ moment: text, product: text, lot: text, expiry: text, gtin: text, dose: text, doses: text },
	...{ phone: text, email: text, address: text, professional: text },
	sex: orNone(SEXES),
	document: orNone(SEEN_DOCUMENTS),
	which: orNone(["first", "second"]),
	result: orNone(RESULTS),
	consent: orNone(["yes"]),
	locale: z.enum(LOCALES),
	reference: text.optional(),
	corrects: z.object({ key: text, number: z.int(), reason: z.enum(CORRECTION_REASONS) }).optional(),
	redoes: z.object({ key: text, recorded: z.int() }).optional(),
});

/** A draft as it was typed; undefined for what another version of the app left. */
export function readStoredForm(value: unknown): CounterForm | undefined {
	const read = storedForm.safeParse(value).data;
	if (read === undefined) return undefined;
	const { corrects, redoes, reference, ...form } = read;
	return {
		...form,
		...(reference === undefined ? {} : { reference }),
		...(corrects === undefined ? {} : { corrects }),
		...(redoes === undefined ? {} : { redoes }),
	};
}
