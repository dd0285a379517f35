import type { AttestationDraft } from "@/lib/device/counter/attestation-draft";
import type { DocumentKind } from "@/lib/entry/mrz";
import { typedMoment } from "@/lib/entry/typed-moment";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import type { RecordInput } from "@/lib/protocol/records";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { assertNever } from "@/lib/shared/assert-never";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { Locale } from "@/lib/shared/locale";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** What was done. With the result it decides the kind of attestation, if there is one. */
export const ACTS = ["antigen", "pcr", "vaccination"] as const;
export type Act = (typeof ACTS)[number];
export const RESULTS = ["negative", "positive"] as const;
type TestResult = "" | (typeof RESULTS)[number];

/** The form as typed: text as it stands in the fields. */
export type CounterForm = {
	readonly id: string;
	readonly act: Act;
	readonly family: string;
	readonly given: string;
	/** Latin spelling of a name in another script; empty: as it is proposed. */
	readonly familyLatin: string;
	readonly givenLatin: string;
	/** How a name of more than 40 characters stands on the sheet; empty: as it is proposed. */
	readonly familyPaper: string;
	readonly givenPaper: string;
	readonly birthName: string;
	readonly usedName: string;
	readonly birth: string;
	readonly sex: "" | RecordInput["identity"]["sex"];
	readonly guardian: string;
	readonly document: "" | DocumentKind;
	/** Three letters of the document's issuer, from its machine-readable zone. */
	readonly issuer: string;
	readonly nir: string;
	readonly moment: string;
	/** Of an hour that the clock showed twice. */
	readonly which: "" | "first" | "second";
	readonly product: string;
	readonly lot: string;
	readonly expiry: string;
	/** Number of the scanned box, fourteen digits. */
	readonly gtin: string;
	readonly result: TestResult;
	readonly dose: string;
	readonly doses: string;
	readonly consent: "" | "yes";
	readonly phone: string;
	readonly email: string;
	readonly address: string;
	readonly professional: string;
	readonly locale: Locale;
	/** By which the pharmacy's software knows this act again (spec PS-3). */
	readonly reference?: string;
	/** The attestation that this one replaces, and why. */
	readonly corrects?: { readonly key: string; readonly number: number; readonly reason: CorrectionReason };
	/** The refused positive result that this one takes the place of. */
	readonly redoes?: AttestationDraft["redoes"];
};
export type FieldName = Exclude<keyof CounterForm, "id" | "act" | "corrects" | "redoes" | "reference" | "locale">;

export type Product = DeviceKit["products"][number];

/** What is remembered of a product: the box it was last taken from. */
type Box = { readonly lot: string; readonly expiry: string };

/** What stays from one person to the next. */
export type CounterHabits = {
	readonly act: Act;
	readonly products: Partial<Record<Act, string>>;
	/** By product code. */
	readonly boxes: Readonly<Record<string, Box>>;
	/** Which product a box's number (GTIN) was last chosen for. */
	readonly gtins: Readonly<Record<string, string>>;
	readonly professional: string;
};
export const FIRST_HABITS: CounterHabits = { act: "antigen", products: {}, boxes: {}, gtins: {}, professional: "" };

export function emptyForm(habits: CounterHabits, { now, zone }: { now: NumericDate; zone: string }): CounterForm {
	return {
		id: crypto.randomUUID(),
		act: habits.act,
		...{ family: "", given: "", familyLatin: "", givenLatin: "", familyPaper: "", givenPaper: "" },
		...{ birthName: "", usedName: "", birth: "", sex: "", guardian: "", document: "", issuer: "", nir: "" },
		...{ gtin: "", result: "", dose: "", doses: "", consent: "" },
		...{ phone: "", email: "", address: "", locale: "fr" },
		...typedMoment(now, { zone }),
		...productOf(habits.act, habits),
		professional: habits.professional,
	};
}

/** The product that an act is mostly done with here, and the box that it came from. */
export function productOf(act: Act, habits: CounterHabits): Pick<CounterForm, "product" | "lot" | "expiry"> {
	const product = habits.products[act] ?? "";
	return { product, ...(habits.boxes[product] ?? { lot: "", expiry: "" }) };
}

/** Somebody has typed something about a person. */
export function hasContent(form: CounterForm): boolean {
	const { family, given, birth, sex, nir, guardian, birthName, usedName, phone, email, address } = form;
	const typed = [family, given, birth, sex, nir, guardian, birthName, usedName, phone, email, address];
	return typed.some((text) => text !== "");
}

/** The kinds of kit products that an act may be done with. */
export function productsOf(act: Act, products: readonly Product[]): readonly Product[] {
	const kind = act === "antigen" ? "A" : act === "pcr" ? "N" : "V";
	return products.filter((product) => product.kind === kind);
}

/** The kind of attestation, `none` for a positive antigen test, undefined while the result is open. */
export function kindOf(form: Pick<CounterForm, "act" | "result">): AttestationKind | "none" | undefined {
	if (form.act === "vaccination") return "V";
	switch (form.result) {
		case "":
			return undefined;
		case "negative":
			return form.act === "antigen" ? "A" : "N";
		case "positive":
			return form.act === "antigen" ? "none" : "R";
		default:
			return assertNever(form.result);
	}
}
