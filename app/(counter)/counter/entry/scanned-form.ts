import type { Scanned } from "@/lib/entry/scanned";
import { printDay } from "@/lib/entry/typed-day";
import { NO_NAME } from "@/lib/entry/typed-name";
import { type CounterForm, type CounterHabits, type Product, productOf } from "./form-state";

type DocumentRead = Extract<Scanned, { readonly type: "document" }>["read"];
type BoxRead = Extract<Scanned, { readonly type: "box" }>["read"];

/** The person of a document. Its letters are capitals without accents; the pharmacist adds what the document shows. */
export function withDocument(form: CounterForm, { document, person }: DocumentRead): Partial<CounterForm> {
	const given = person.given.replace(/\p{L}+/gu, (word) => word.charAt(0) + word.slice(1).toLowerCase());
	return {
		family: person.family,
		given: given === "" ? NO_NAME : given,
		...{ familyLatin: "", givenLatin: "", familyPaper: "", givenPaper: "" },
		birth: printDay(person.birth),
		sex: person.sex,
		document: document.kind,
		issuer: document.issuer,
		// Whose number it was, and who agreed, is of the person before.
		...(form.family === "" ? {} : { nir: "", guardian: "", consent: "" }),
	};
}

/** The box that was scanned; its product where that was chosen for its number once. */
export function withBox(
	form: CounterForm,
	box: BoxRead,
	{ habits, products }: { readonly habits: CounterHabits; readonly products: readonly Product[] },
): Partial<CounterForm> {
	const product = products.find(({ code }) => code === habits.gtins[box.gtin]);
	const act =
		product === undefined ? form.act : product.kind === "V" ? "vaccination" : product.kind === "A" ? "antigen" : "pcr";
	const other = act === form.act ? {} : { ...productOf(act, habits), result: "" as const, dose: "", doses: "" };
	return {
		...other,
		act,
		gtin: box.gtin,
		...(product === undefined ? {} : { product: product.code }),
		...(product?.doses === undefined ? {} : { doses: String(product.doses) }),
		lot: box.lot ?? "",
		expiry: box.expiry === undefined ? "" : printDay(box.expiry),
	};
}
